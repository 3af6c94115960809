import { alignTable } from '../harness/aligned-table.js'
import { type Spread, spreadOf } from '../harness/statistic.js'
import { formatQuartiles, formatRatio } from '../harness/table.js'

/** One line of the table, and what it is to show. One figure a round. */
export interface Row {
  readonly name: string
  readonly gateway: readonly number[]
  /** Undefined where there is nothing to compare with. */
  readonly bare?: readonly number[]
  readonly digits: number
  /** Undefined where nothing is promised. */
  readonly target?: Target
}

/** A bound of the median over the rounds: of the gateway's own figure, or of its ratio to the baseline. */
interface Target {
  readonly of: 'figure' | 'ratio'
  readonly atLeast?: number
  readonly atMost?: number
}

const columns = ['', 'baseline', 'gateway', 'quartiles', 'of the baseline', 'quartiles'] as const

/** Print rows as text. */
export function formatRows(title: string, rows: readonly Row[]): string {
  return alignTable(title, columns, rows.map(formatRow))
}

/** Say whether a row shows what it is to show. */
export function judgeRow(row: Row): readonly string[] {
  const { name, target } = row
  if (target === undefined) return []
  const spread = target.of === 'ratio' ? ratioOf(row) : spreadOf(row.gateway)
  const format = formatterOf(target.of === 'ratio' ? undefined : row.digits)
  const { atLeast = -Infinity, atMost = Infinity } = target
  const isMet = spread.median >= atLeast && spread.median <= atMost
  const bound = target.atLeast === undefined ? `<= ${atMost}` : `>= ${atLeast}`
  const what = target.of === 'ratio' ? `${name}, of the baseline` : name
  const { lowerQuartile, median, upperQuartile } = spread
  return [
    `${isMet ? 'met   ' : 'MISSED'}  ${what} ${bound}: ${format(median)} (${format(lowerQuartile)} – ${format(upperQuartile)})`,
  ]
}

function formatRow(row: Row): readonly string[] {
  const { name, gateway, bare, digits } = row
  const format = formatterOf(digits)
  const own = spreadOf(gateway)
  const quartiles = `${format(own.lowerQuartile)} – ${format(own.upperQuartile)}`
  if (bare === undefined) return [name, '', format(own.median), quartiles, '', '']
  const ratio = ratioOf(row)
  return [
    name,
    format(spreadOf(bare).median),
    format(own.median),
    quartiles,
    formatRatio(ratio.median),
    formatQuartiles(ratio),
  ]
}

/** Round by round, so that a figure is held against one of the same moment. */
function ratioOf({ gateway, bare = [] }: Row): Spread {
  return spreadOf(gateway.map((figure, round) => figure / (bare[round] ?? Number.NaN)))
}

function formatterOf(digits: number | undefined): (figure: number) => string {
  if (digits === undefined) return formatRatio
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return (figure) => figure.toLocaleString('en', options)
}
