import { setTimeout as delay } from 'node:timers/promises'
import type { Delivery } from './delay-count.js'
import type { GeneratorQuestions } from './generator-process.js'
import type { RelayKind } from './relay.js'
import type { Holdings, RelayQuestions } from './relay-process.js'
import type { Worker } from '../harness/worker.js'

/** Who takes part in a round. */
export interface RoundParts {
  readonly kind: RelayKind
  readonly relay: Worker<RelayQuestions>
  readonly generator: Worker<GeneratorQuestions>
}

/** How a round goes. */
export interface RoundOptions {
  readonly calls: number
  /** Talk that does not count, so that the compiler is done with it. */
  readonly warmUpMs: number
  /** Talk that counts. */
  readonly talkMs: number
}

/** What one round showed of one relay. */
export interface RoundResult {
  readonly delivery: Delivery
  /** Processor time of the relay, in milliseconds for each second of talk. */
  readonly processorMsPerSecond: number
  /** What the relay held once every call was over. */
  readonly holdings: Holdings
}

/** Set up the calls, let everybody talk, end the calls. */
export async function measureRound(parts: RoundParts, options: RoundOptions): Promise<RoundResult> {
  const { kind, relay, generator } = parts
  const introductions = await generator.ask('introduce', { kind, calls: options.calls })
  await generator.ask('connect', await relay.ask('open', introductions))
  await relay.ask('join')
  await generator.ask('talk')
  await delay(options.warmUpMs)
  await Promise.all([relay.ask('mark'), generator.ask('mark')])
  await delay(options.talkMs)
  const [usage, delivery] = await Promise.all([relay.ask('usage'), generator.ask('report')])
  // First the devices: a connected socket is told when there is nobody at the other end.
  await generator.ask('close')
  const holdings = await relay.ask('close')
  return { delivery, holdings, processorMsPerSecond: (usage.processorMs / usage.elapsedMs) * 1000 }
}
