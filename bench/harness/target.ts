import { ratioOf, type Result } from './race.js'
import { formatQuartiles, formatRatio } from './table.js'

/** What a benchmark is to show: one contender at least so many times as fast as another. */
export interface Target {
  readonly name: string
  readonly than: string
  readonly atLeast: number
}

/**
 * Say whether a target is met, by the median over the rounds.
 *
 * @throws Error when no result has one of its names
 */
export function judgeTarget(target: Target, results: readonly Result[]): string {
  const ratio = ratioOf(findRates(target.name, results), findRates(target.than, results))
  const verdict = ratio.median >= target.atLeast ? 'met   ' : 'MISSED'
  const measured = `${formatRatio(ratio.median)} (${formatQuartiles(ratio)})`
  return `${verdict}  ${target.name} / ${target.than} >= ${target.atLeast}: ${measured}`
}

function findRates(name: string, results: readonly Result[]): readonly number[] {
  const found = results.find((result) => result.name === name)
  if (found === undefined) throw new Error(`No contender is called ${name}.`)
  return found.rates
}
