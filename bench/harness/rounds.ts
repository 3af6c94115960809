import { type Contender, repeat } from './contender.js'

/** How long a race takes: `rounds × contenders × sliceMs` of processor time, and the warm-up before it. */
export interface RoundOptions {
  readonly rounds: number
  /** How long each contender runs in each round. */
  readonly sliceMs: number
  /** How long each contender runs before the first round, so that the compiler is done with it. */
  readonly warmUpMs: number
}

/** Operations per second of processor time, one figure a round, by contender. */
export type Rates = ReadonlyMap<Contender, readonly number[]>

/**
 * Let every contender run a slice in every round.
 *
 * What else the machine does changes from second to second. Figures of one round come from the same moment, so their
 * ratios hold where the rates do not. The order changes each round: nobody always pays for the same neighbour's garbage.
 */
export async function runRounds(contenders: readonly Contender[], options: RoundOptions): Promise<Rates> {
  const batches = new Map<Contender, number>()
  for (const contender of contenders) batches.set(contender, await warmUp(contender, options.warmUpMs))
  const rates = new Map(contenders.map((contender) => [contender, [] as number[]]))
  for (let round = 0; round < options.rounds; round++) {
    for (const contender of orderFor(round, contenders)) {
      rates.get(contender)?.push(await runSlice(contender, options.sliceMs, batches.get(contender) ?? 1))
    }
  }
  return rates
}

// Turned by one each round, and backwards every other one.
function orderFor<T>(round: number, items: readonly T[]): readonly T[] {
  const first = round % items.length
  const turned = [...items.slice(first), ...items.slice(0, first)]
  return round % 2 === 0 ? turned : turned.toReversed()
}

const maxInFlight = 32

/** Settle how many operations fit between two readings of the clock: about a millisecond's worth. */
async function warmUp(contender: Contender, warmUpMs: number): Promise<number> {
  const perSecond = await runSlice(contender, warmUpMs, 1)
  const batch = Math.max(1, Math.round(perSecond / 1000))
  return contender.kind === 'async' ? Math.min(batch, maxInFlight) : batch
}

async function runSlice(contender: Contender, sliceMs: number, batch: number): Promise<number> {
  const start = readProcessorMs()
  let operations = 0
  let elapsedMs = 0
  while (elapsedMs < sliceMs) {
    await repeat(contender, batch)
    operations += batch
    elapsedMs = readProcessorMs() - start
  }
  return (operations / elapsedMs) * 1000
}

// Of all threads, the garbage collector's and the thread pool's among them; time that other processes take does not count.
function readProcessorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
