import { Worker } from '../harness/worker.js'
import type { CallerQuestions } from './caller-process.js'
import { startBare, startGateway } from './server.js'
import type { VoiceUrlQuestions } from './voice-url-process.js'

/** From invite to ring, in milliseconds: one list of figures a round. */
export interface RingResult {
  readonly bare: readonly (readonly number[])[]
  readonly gateway: readonly (readonly number[])[]
}

/** How much is done. */
export interface RingOptions {
  readonly rounds: number
  readonly perSecond: number
  readonly callsPerRound: number
  readonly isProfiled: boolean
}

/** More than there are calls at once, by far. */
const pairs = 100

/** Let devices call each other at a steady rate: through the gateway, and through a relay of the same frames. */
export async function measureRing({ rounds, perSecond, callsPerRound, isProfiled }: RingOptions): Promise<RingResult> {
  const voiceUrl = await Worker.start<VoiceUrlQuestions>(new URL('voice-url-process.ts', import.meta.url))
  const callers = await Worker.start<CallerQuestions>(new URL('caller-process.ts', import.meta.url))
  const gateway = await startGateway({ voiceUrl: await voiceUrl.ask('open'), isProfiled })
  const servers = [await startBare(), gateway] as const
  const result = { bare: [] as (readonly number[])[], gateway: [] as (readonly number[])[] }
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { kind, url } of round % 2 === 0 ? servers : servers.toReversed()) {
      await callers.ask('connect', { kind, url, pairs })
      const ringMs = await callers.ask('callAtPace', { perSecond, calls: callsPerRound })
      await callers.ask('leave')
      if (round > 0) result[kind].push(ringMs)
    }
  }
  for (const server of servers) await server.stop()
  callers.stop()
  voiceUrl.stop()
  return result
}
