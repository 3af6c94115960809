import type { CallSid, CallStatus } from '@ringdown/protocol'
import type { StirStatus } from '../../account/incoming-phone-number.js'
import type { MediaEvent } from '../../media/media.js'
import type { LineAudio } from './line-audio.js'
import type { LineMedia } from './line-media.js'

/** What the call at the far side of a line does. */
export type FarSideEvent =
  /** Whoever is there has answered. */
  | { readonly type: 'answered' }
  /** The call over there is over, and ended like this. */
  | { readonly type: 'gone'; readonly status: CallStatus }

/** The leg that an end of a line belongs to. */
interface LineLeg extends Pick<LineLegs, 'id' | 'stirStatus' | 'hops'> {
  readonly callSid: CallSid
}

/**
 * One end of a line between two calls: at the one it stands where a device would that is called, at the other where a
 * device would that calls. Each call keeps to its own states; the line carries audio, the answer and the hanging up.
 */
export class LineEnd {
  readonly kind = 'line'
  readonly callSid: CallSid
  /** Names this end within its call. */
  readonly id: string
  readonly endpoint: LineAudio
  /** A line has no connection that could be lost. */
  readonly isAttached = true
  /** How well the number at the far side, which calls, is vouched for; null for not at all, and where nobody calls. */
  readonly stirStatus: StirStatus | null
  /** Over how many numbers in a row the call came that has this end as its caller; 0 where nobody calls. */
  readonly hops: number
  /** When the far side will have heard every key that was sent to it as a message; Unix milliseconds. */
  keysHeardAt = 0
  /** Told of keys that are pressed at the far side; the call that it belongs to. */
  onMedia: (event: MediaEvent) => void = () => undefined
  /** Told what the call at the far side does. */
  onFarSide: (event: FarSideEvent) => void = () => undefined
  /** How the call that it belongs to stands, which the far side is told when it hangs up. */
  statusOf: () => CallStatus = () => 'failed'
  readonly #far: () => LineEnd

  constructor(leg: LineLeg, endpoint: LineAudio, far: () => LineEnd) {
    this.callSid = leg.callSid
    this.id = leg.id
    this.stirStatus = leg.stirStatus
    this.hops = leg.hops
    this.endpoint = endpoint
    this.#far = far
    endpoint.onEvent = (event) => {
      this.onMedia(event)
    }
    endpoint.onClosed = () => {
      this.#far().onFarSide({ type: 'gone', status: this.statusOf() })
    }
  }

  /** The call over there is connected to this one. */
  confirm(): void {
    // It is from there that this end heard of the answer.
  }

  /** The call over here rings somebody. With media it is in progress, which to the far side is an answer. */
  tellRinging(hasMedia: boolean): void {
    if (hasMedia) this.tellAnswered()
  }

  /** The call over here is answered. */
  tellAnswered(): void {
    this.#far().onFarSide({ type: 'answered' })
  }
}

/** The legs at the two ends of a line. */
export interface LineLegs {
  /** Names the line. */
  readonly id: string
  readonly calling: CallSid
  readonly called: CallSid
  /** How well the number that calls is vouched for; null for not at all. */
  readonly stirStatus: StirStatus | null
  /** Over how many numbers in a row the call comes, this one counted. */
  readonly hops: number
}

/** Make a line. At its calling end it is rung; its called end is the caller of the call that answers. */
export function createLine(
  media: LineMedia,
  { id, calling, called, ...line }: LineLegs,
): { near: LineEnd; far: LineEnd } {
  const [a, b] = media.createLine()
  const near: LineEnd = new LineEnd({ callSid: calling, id, stirStatus: null, hops: 0 }, a, () => far)
  const far: LineEnd = new LineEnd({ ...line, callSid: called, id }, b, () => near)
  return { near, far }
}
