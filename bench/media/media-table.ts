import { alignTable } from '../harness/aligned-table.js'
import { type Spread, spreadOf } from '../harness/statistic.js'
import { formatQuartiles, formatRatio } from '../harness/table.js'
import type { RoundResult } from './measure-round.js'

/** What was measured of one relay over all rounds. */
export interface RelayResult {
  readonly name: string
  readonly calls: number
  readonly rounds: readonly RoundResult[]
}

const columns = [
  '',
  'packets',
  'lost',
  'p50 ms',
  'p99 ms',
  'max ms',
  'of a core',
  'calls a core',
  'of the first',
] as const

/** Calls that one core carries at the processor time that these took, one figure a round. */
export function callsPerCore({ calls, rounds }: RelayResult): readonly number[] {
  return rounds.map(({ processorMsPerSecond }) => (calls * 1000) / processorMsPerSecond)
}

/** Packets that did not arrive, over all rounds. */
export function lostPackets({ rounds }: RelayResult): number {
  return rounds.reduce((sum, { delivery }) => sum + delivery.lost, 0)
}

/** One figure of delivery over the rounds. */
export function delaysOf({ rounds }: RelayResult, name: 'p50Ms' | 'p99Ms' | 'maxMs'): Spread {
  return spreadOf(rounds.map(({ delivery }) => delivery[name]))
}

/** Print results as text, the baseline first. */
export function formatMediaTable(title: string, results: readonly RelayResult[]): string {
  const baseline = results[0] ? callsPerCore(results[0]) : []
  const rows = results.map((result) => formatRow(result, baseline))
  return alignTable(title, columns, rows)
}

function formatRow(result: RelayResult, baseline: readonly number[]): readonly string[] {
  const perCore = callsPerCore(result)
  const ofBaseline = spreadOf(perCore.map((figure, round) => figure / (baseline[round] ?? Number.NaN)))
  const sent = result.rounds.reduce((sum, { delivery }) => sum + delivery.sent, 0)
  return [
    result.name,
    sent.toLocaleString('en'),
    lostPackets(result).toLocaleString('en'),
    delaysOf(result, 'p50Ms').median.toFixed(2),
    delaysOf(result, 'p99Ms').median.toFixed(2),
    Math.max(...result.rounds.map(({ delivery }) => delivery.maxMs)).toFixed(1),
    (result.calls / spreadOf(perCore).median).toFixed(2),
    spreadOf(perCore).median.toFixed(0),
    `${formatRatio(ofBaseline.median)} (${formatQuartiles(ofBaseline)})`,
  ]
}
