import { spreadOf } from '../harness/statistic.js'
import type { RoundResult } from './measure-round.js'
import { callsPerCore, delaysOf, lostPackets, type RelayResult } from './media-table.js'

const leastCallsPerCore = 100
const longestP99Ms = 20
/** A call that leaves more than this behind is a leak; caches and compiled code are not. */
const mostHeapBytesPerCall = 4_000

function verdict(isMet: boolean, text: string): string {
  return `${isMet ? 'met   ' : 'MISSED'}  ${text}`
}

/** Say whether the relay carries as many calls as it should, as well as it should, by the median over the rounds. */
export function judgeRelay(result: RelayResult, baseline: RelayResult): readonly string[] {
  const perCore = spreadOf(callsPerCore(result)).median
  const lost = lostPackets(result)
  const whole = delaysOf(result, 'p99Ms').median
  const bare = delaysOf(baseline, 'p99Ms').median
  const added = `${(whole - bare).toFixed(2)} (${whole.toFixed(2)} less the ${bare.toFixed(2)} of the baseline)`
  return [
    verdict(perCore >= leastCallsPerCore, `calls a core >= ${leastCallsPerCore}: ${perCore.toFixed(0)}`),
    verdict(lost === 0, `packets lost = 0: ${lost}`),
    verdict(whole - bare < longestP99Ms, `p99 of the delay, in ms, added < ${longestP99Ms}: ${added}`),
  ]
}

/**
 * Say whether the relay holds nothing of calls that are over. The first round loads code and fills caches; the last is
 * held against it.
 */
export function judgeHoldings({ name, calls, rounds }: RelayResult): readonly string[] {
  const [first, last] = [rounds[0], rounds.at(-1)]
  if (!first || !last) return []
  const sockets = Math.max(...rounds.map(({ holdings }) => holdings.sockets))
  const perCall = grownBytes(first, last) / (calls * (rounds.length - 1))
  return [
    verdict(sockets === 0, `${name}, UDP sockets after the calls = 0: ${sockets}`),
    verdict(last.holdings.timers <= first.holdings.timers, `${name}, timers after the calls: ${last.holdings.timers}`),
    verdict(
      perCall <= mostHeapBytesPerCall,
      `${name}, heap that a call leaves behind <= ${mostHeapBytesPerCall} B: ${perCall.toFixed(0)} B`,
    ),
  ]
}

function grownBytes(first: RoundResult, last: RoundResult): number {
  return last.holdings.heapBytes - first.holdings.heapBytes
}
