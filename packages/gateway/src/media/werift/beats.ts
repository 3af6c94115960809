import { frameMs } from '../audio/local-sound.js'

/** How many 20 ms beats of the engine a duration takes. */
export function beatsIn(ms: number): number {
  return Math.ceil(ms / frameMs)
}
