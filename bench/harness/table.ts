import { alignTable } from './aligned-table.js'
import type { Result } from './race.js'
import type { Spread } from './statistic.js'

const columns = ['', 'op/s', 'µs/op', 'of the first', 'quartiles', 'heap B/op'] as const

/** Print results as text, the baseline first. */
export function formatTable(title: string, results: readonly Result[]): string {
  return alignTable(title, columns, results.map(formatRow))
}

/** Print a ratio with as many digits as it is worth. */
export function formatRatio(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 0.1 ? 2 : 4)
}

/** Print the middle half of a spread. */
export function formatQuartiles({ lowerQuartile, upperQuartile }: Spread): string {
  return `${formatRatio(lowerQuartile)} – ${formatRatio(upperQuartile)}`
}

function formatRow({ name, perSecond, ofBaseline, heapBytes }: Result): readonly string[] {
  return [
    name,
    Math.round(perSecond.median).toLocaleString('en'),
    (1_000_000 / perSecond.median).toFixed(2),
    formatRatio(ofBaseline.median),
    formatQuartiles(ofBaseline),
    Math.round(heapBytes).toLocaleString('en'),
  ]
}
