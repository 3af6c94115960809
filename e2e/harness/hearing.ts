import type { HeardFrame } from '../page/phone-api.js'
import { eventually } from './eventually.js'

/** Whoever listens. */
export interface Listener {
  readonly name: string
  /** What was heard in the last `withinMs`, oldest first. */
  heard(withinMs: number): Promise<readonly HeardFrame[]>
}

/** How far off a frequency may be heard: the width of what the page can tell apart. */
const toleranceHertz = 12
/** Below this, in dBFS, nothing is heard. */
const silentDecibels = -75
const presentMs = 1_000
/** Longer than the pauses of the tones, and than the delay of any jitter buffer. */
const silenceMs = 1_500

/** Wait until all of these frequencies are heard at the same time. */
export async function expectToHear(listener: Listener, hertz: readonly number[]): Promise<void> {
  const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= toleranceHertz
  const listen = async (): Promise<unknown> => {
    const frames = await listener.heard(presentMs)
    const moments = frames.filter(({ loudestDecibels }) => loudestDecibels > silentDecibels).map((frame) => frame.hertz)
    const hasAll = moments.some((heard) => hertz.every((each) => heard.some((other) => isNear(each, other))))
    return hasAll ? hertz : moments
  }
  await eventually(`${listener.name} hears ${hertz.join(' and ')} Hz`, listen).toEqual(hertz)
}

/** Wait until nothing at all has been heard for longer than any tone pauses. */
export async function expectSilence(listener: Listener): Promise<void> {
  const loudest = async (): Promise<number> => {
    const frames = await listener.heard(silenceMs)
    const [first] = frames
    const last = frames.at(-1)
    // A page that did not listen for that long has not heard silence.
    if (first === undefined || last === undefined || last.atMs - first.atMs < 0.9 * silenceMs) return Infinity
    return frames.reduce((level, { loudestDecibels }) => Math.max(level, loudestDecibels), -Infinity)
  }
  await eventually(`${listener.name} hears nothing`, loudest).toBeLessThan(silentDecibels)
}
