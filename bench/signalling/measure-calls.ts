import { setTimeout as delay } from 'node:timers/promises'
import type { CallSid } from '@ringdown/protocol'
import { openStore } from '../../packages/gateway/dist/gateway.js'
import type { Store } from '../../packages/gateway/dist/store/store.js'
import { Worker } from '../harness/worker.js'
import type { CallerQuestions } from './caller-process.js'
import type { Rate } from './measure-sign-on.js'
import { readMetric } from './read-metric.js'
import { startGateway } from './server.js'
import type { VoiceUrlQuestions } from './voice-url-process.js'

/** How much is done. */
export interface CallOptions {
  readonly rounds: number
  readonly callsPerRound: number
  readonly isProfiled: boolean
}

/** Calls that are under way at once. */
const pairs = 32
const pollMs = 10

/**
 * Let devices call each other without a pause, with media that needs no network. A round is over when everything that
 * happened in it is in the store.
 *
 * @returns calls that were set up and ended in a second, one figure a round
 */
export async function measureCalls({ rounds, callsPerRound, isProfiled }: CallOptions): Promise<readonly Rate[]> {
  const voiceUrl = await Worker.start<VoiceUrlQuestions>(new URL('voice-url-process.ts', import.meta.url))
  const callers = await Worker.start<CallerQuestions>(new URL('caller-process.ts', import.meta.url))
  const gateway = await startGateway({ media: 'fake', voiceUrl: await voiceUrl.ask('open'), isProfiled })
  const { worker, url } = gateway
  const { store } = await openStore({ dataDir: await worker.ask('dataDir'), store: { synchronous: 'normal' } })
  await callers.ask('connect', { kind: 'gateway', url, pairs })
  const callsPerPair = Math.ceil(callsPerRound / pairs)
  const rates: Rate[] = []
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    await worker.ask('mark')
    await untilStored(store, await callers.ask('callInLoop', { callsPerPair }))
    const { processorMs, elapsedMs } = await worker.ask('usage')
    const calls = callsPerPair * pairs
    if (round > 0)
      rates.push({ perProcessorSecond: (calls * 1000) / processorMs, perSecond: (calls * 1000) / elapsedMs })
  }
  await store.close()
  const completed = await readMetric(url, 'ringdown_legs_ended_total{status="completed",direction="inbound"}')
  if (completed !== callsPerPair * pairs * (rounds + 1)) throw new Error(`Only ${completed} calls were completed.`)
  await gateway.stop()
  for (const each of [callers, voiceUrl]) each.stop()
  return rates
}

/** Wait until the last line of each call's timeline is written. */
async function untilStored(store: Store, callSids: readonly CallSid[]): Promise<void> {
  for (const callSid of callSids) {
    while (!(await hasClosed(store, callSid))) await delay(pollMs)
  }
}

async function hasClosed(store: Store, callSid: CallSid): Promise<boolean> {
  const { rows } = await store.callEvents.list(callSid, { kinds: ['media'] }, { limit: 100 })
  return rows.some(({ name }) => name === 'closed')
}
