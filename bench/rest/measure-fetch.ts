import { Worker } from '../harness/worker.js'
import type { Rate } from '../signalling/measure-sign-on.js'
import { startGateway } from '../signalling/server.js'
import type { ServerKind, ServerQuestions } from '../signalling/server-questions.js'
import type { BareQuestions } from './bare-process.js'
import { httpOrigin } from './http-origin.js'
import type { RequestQuestions } from './request-process.js'

/** How much is done. */
export interface FetchOptions {
  readonly rounds: number
  readonly requestsPerRound: number
  /** Whether the gateway tells, when it ends, what took most of its time. */
  readonly isProfiled: boolean
}

/** Fetches a second, one figure a round. */
export type FetchResult = Readonly<Record<ServerKind, readonly Rate[]>>

/** Fetch an application from a gateway, and the same bytes from a bare fastify route, taking turns. */
export async function measureFetch({ rounds, requestsPerRound, isProfiled }: FetchOptions): Promise<FetchResult> {
  const load = await Worker.start<RequestQuestions>(new URL('request-process.ts', import.meta.url))
  const bare = await Worker.start<BareQuestions>(new URL('bare-process.ts', import.meta.url))
  const gateway = await startGateway({ media: 'fake', isProfiled })
  const origins = { bare: await bare.ask('open'), gateway: httpOrigin(gateway.url) }
  const body = await load.ask('fetchOnce', origins.gateway)
  await bare.ask('serve', body)

  const measureRound = async (worker: Worker<ServerQuestions>, origin: string): Promise<Rate> => {
    await worker.ask('mark')
    await load.ask('fetchAll', { origin, requests: requestsPerRound, body })
    const { processorMs, elapsedMs } = await worker.ask('usage')
    const rate = (ms: number): number => (requestsPerRound * 1000) / ms
    return { perProcessorSecond: rate(processorMs), perSecond: rate(elapsedMs) }
  }
  const result = { bare: [] as Rate[], gateway: [] as Rate[] }
  const turns = [
    ['bare', bare],
    ['gateway', gateway.worker],
  ] as const
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [kind, worker] of round % 2 === 0 ? turns : turns.toReversed()) {
      const rate = await measureRound(worker, origins[kind])
      if (round > 0) result[kind].push(rate)
    }
  }
  await gateway.stop()
  for (const each of [load, bare]) each.stop()
  return result
}
