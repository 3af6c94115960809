import type { MediaEngine } from '../../media/media.js'
import type { CallAudio } from './line-audio.js'
import { LineMedia } from './line-media.js'

/** An engine that joins whatever it is asked to join over a line: what holds for bridges must hold for lines. */
export function overLine(engine: MediaEngine): MediaEngine {
  return new OverLine(engine)
}

class OverLine extends LineMedia {
  override bridge(a: CallAudio, b: CallAudio): void {
    if (a === b) throw new TypeError('An endpoint cannot be bridged to itself.')
    const [near, far] = this.createLine()
    super.bridge(a, near)
    super.bridge(far, b)
  }
}
