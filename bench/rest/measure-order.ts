import { setTimeout as delay } from 'node:timers/promises'
import { type CallSid, isFinal } from '@ringdown/protocol'
import { openStore } from '../../packages/gateway/dist/gateway.js'
import type { Store } from '../../packages/gateway/dist/store/store.js'
import { Worker } from '../harness/worker.js'
import type { Rate } from '../signalling/measure-sign-on.js'
import { startGateway } from '../signalling/server.js'
import { sample } from '../token/sample.js'
import type { OrderingQuestions } from './ordering-process.js'

/** How much is done. */
export interface OrderOptions {
  readonly rounds: number
  readonly callsPerRound: number
  /** Whether the gateway tells, when it ends, what took most of its time. */
  readonly isProfiled: boolean
}

/** Devices, each of which is rung by one call at a time. */
const devices = 32
const pollMs = 10

/**
 * Have the REST API make calls to devices that reject them, with media that needs no network. A round is over when every
 * call has ended and its timeline is in the store.
 *
 * @returns calls a second, from the order to the end; one figure a round
 */
export async function measureOrder({ rounds, callsPerRound, isProfiled }: OrderOptions): Promise<readonly Rate[]> {
  const load = await Worker.start<OrderingQuestions>(new URL('ordering-process.ts', import.meta.url))
  const gateway = await startGateway({ media: 'fake', isProfiled })
  const { worker, url } = gateway
  const { store } = await openStore({ dataDir: await worker.ask('dataDir'), store: { synchronous: 'normal' } })
  await load.ask('register', { url, count: devices })
  const rates: Rate[] = []
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    await worker.ask('mark')
    const callSids = await load.ask('order', { calls: callsPerRound })
    for (const callSid of callSids.slice(-devices)) await untilStored(store, callSid)
    const { processorMs, elapsedMs } = await worker.ask('usage')
    for (const callSid of callSids) await untilStored(store, callSid)
    const rate = (ms: number): number => (callSids.length * 1000) / ms
    if (round > 0) rates.push({ perProcessorSecond: rate(processorMs), perSecond: rate(elapsedMs) })
  }
  await store.close()
  await gateway.stop()
  load.stop()
  return rates
}

/** Wait until a call has ended, and the last line of its timeline is written. */
async function untilStored(store: Store, callSid: CallSid): Promise<void> {
  while (!(await hasEnded(store, callSid))) await delay(pollMs)
}

async function hasEnded(store: Store, callSid: CallSid): Promise<boolean> {
  const call = await store.calls.find(sample.accountSid, callSid)
  if (call === undefined) throw new Error(`${callSid} was answered with 201, and is not in the store.`)
  const { rows } = await store.callEvents.list(callSid, {}, { limit: 100 })
  return isFinal(call.status) && rows.some(({ name }) => name === 'closed')
}
