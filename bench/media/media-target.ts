import { spreadOf } from '../harness/statistic.js'
import { callsPerCore, delaysOf, lostPackets, type RelayResult } from './media-table.js'

const leastCallsPerCore = 100
const longestP99Ms = 20
/** What a session or a handshake takes is ten times as much. */
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
 * Say whether the relay holds nothing of calls that are over. What is kept for each call shows after every round, what is
 * kept once, such as compiled code, after one of them: the round with the least growth counts.
 */
export function judgeHoldings({ name, calls, rounds }: RelayResult): readonly string[] {
  const holdings = rounds.map((round) => round.holdings)
  const sockets = Math.max(...holdings.map((held) => held.sockets))
  const timers = Math.max(...holdings.map((held) => held.timers))
  const grownBytes = holdings.slice(1).map((held, round) => held.heapBytes - (holdings[round]?.heapBytes ?? 0))
  const perCall = Math.max(0, Math.min(...grownBytes)) / calls
  return [
    verdict(sockets === 0, `${name}, UDP sockets after the calls = 0: ${sockets}`),
    verdict(timers === 0, `${name}, timers after the calls = 0: ${timers}`),
    verdict(
      perCall <= mostHeapBytesPerCall,
      `${name}, heap that a call leaves behind <= ${mostHeapBytesPerCall} B: ${perCall.toFixed(0)} B`,
    ),
  ]
}
