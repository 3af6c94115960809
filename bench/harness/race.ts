import type { Contender } from './contender.js'
import { measureHeapBytes } from './heap.js'
import { type RoundOptions, runRounds } from './rounds.js'
import { type Spread, spreadOf } from './statistic.js'

/** What was measured of one contender. */
export interface Result {
  readonly name: string
  readonly perSecond: Spread
  /** This contender's rate over the baseline's, of the same round. */
  readonly ofBaseline: Spread
  readonly heapBytes: number
  /** One figure a round, to compare contenders with each other. */
  readonly rates: readonly number[]
}

/** Measure contenders against the first of them, the baseline. */
export async function race(contenders: readonly Contender[], options: RoundOptions): Promise<readonly Result[]> {
  const rates = await runRounds(contenders, options)
  const baseline = [...rates.values()][0] ?? []
  const results: Result[] = []
  for (const [contender, own] of rates) {
    results.push({
      name: contender.name,
      perSecond: spreadOf(own),
      ofBaseline: ratioOf(own, baseline),
      heapBytes: await measureHeapBytes(contender),
      rates: own,
    })
  }
  return results
}

/** Divide rates round by round. */
export function ratioOf(rates: readonly number[], baseline: readonly number[]): Spread {
  return spreadOf(rates.map((rate, round) => rate / (baseline[round] ?? Number.NaN)))
}
