import { setTimeout as delay } from 'node:timers/promises'
import type { CallSid } from '@ringdown/protocol'
import { answerParent } from '../harness/worker.js'
import { CallPair } from './call-pair.js'
import { inParallel } from './in-parallel.js'
import type { ServerKind } from './server-questions.js'

/** Who calls, and where. */
export interface Callers {
  readonly kind: ServerKind
  readonly url: string
  readonly pairs: number
}

/** What can be asked of the load generator for calls. */
export type CallerQuestions = {
  readonly connect: (callers: Callers) => Promise<void>
  /** Let every pair make call after call, without a pause. Answers with the SID of each pair's last call. */
  readonly callInLoop: (options: { readonly callsPerPair: number }) => Promise<readonly CallSid[]>
  /** Let pairs call at a steady rate. Answers how long each took from invite to ring, in milliseconds. */
  readonly callAtPace: (options: { readonly perSecond: number; readonly calls: number }) => Promise<readonly number[]>
  readonly leave: () => Promise<void>
}

/** Pairs that sign on at once. */
const atOnce = 10

let pairs: readonly CallPair[] = []

async function callAgainAndAgain(pair: CallPair, calls: number): Promise<CallSid> {
  for (let call = 0; call < calls; call += 1) await pair.call()
  if (pair.callSid === undefined) throw new Error('The last call was given no SID.')
  return pair.callSid
}

/** Whoever is free calls. A call begins when it is due, however the earlier ones fare. */
async function callAtPace(perSecond: number, calls: number): Promise<readonly number[]> {
  const free = [...pairs]
  const startedAtMs = performance.now()
  const underWay: Promise<number>[] = []
  for (let call = 0; call < calls; call += 1) {
    await delay(startedAtMs + (call * 1000) / perSecond - performance.now())
    const pair = free.shift()
    if (pair === undefined) throw new Error(`Calls do not end as fast as they begin, at ${perSecond} a second.`)
    underWay.push(pair.call().finally(() => free.push(pair)))
  }
  return Promise.all(underWay)
}

const questions: CallerQuestions = {
  connect: async ({ kind, url, pairs: count }) => {
    const places = Array.from({ length: count }, (_, place) => place)
    pairs = await inParallel(places, atOnce, (place) => CallPair.connect(kind, url, place))
  },
  callInLoop: ({ callsPerPair }) => Promise.all(pairs.map((pair) => callAgainAndAgain(pair, callsPerPair))),
  callAtPace: ({ perSecond, calls }) => callAtPace(perSecond, calls),
  leave: async () => {
    await Promise.all(pairs.map((pair) => pair.leave()))
    pairs = []
  },
}

answerParent(questions)
