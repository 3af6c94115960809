import { quantile } from '../harness/statistic.js'
import { measureCalls } from './measure-calls.js'
import { measureMemory } from './measure-memory.js'
import { measureRing } from './measure-ring.js'
import { measureSignOn, type Rate } from './measure-sign-on.js'
import type { Row } from './signalling-table.js'

/** How much of each work is done. */
export interface Sizes {
  /** Devices that come in a round. */
  readonly comingDevices: number
  readonly heldDevices: number
  /** Calls of a round at a steady rate. */
  readonly pacedCalls: number
  /** Calls of a round without a pause. */
  readonly loopedCalls: number
  /** Whether gateways tell what took most of their time. */
  readonly isProfiled: boolean
}

const callsPerSecond = 50

/** What is measured, by name. */
export const works = {
  'sign-on': measureSignOnRows,
  memory: measureMemoryRows,
  ring: measureRingRows,
  calls: measureCallRows,
} as const satisfies Record<string, (sizes: Sizes) => Promise<readonly Row[]>>

async function measureSignOnRows({ comingDevices: devices, isProfiled }: Sizes): Promise<readonly Row[]> {
  const { bare, gateway } = await measureSignOn({ rounds: 10, devices, isProfiled })
  const row = (name: string, part: 'entering' | 'again', of: keyof Rate): Row => ({
    name,
    bare: bare[part].map((rate) => rate[of]),
    gateway: gateway[part].map((rate) => rate[of]),
    digits: 0,
  })
  const target = { of: 'ratio', atLeast: 0.5 } as const
  return [
    { ...row('connect, listen, register: a second', 'entering', 'perProcessorSecond'), target },
    row('… by the clock', 'entering', 'perSecond'),
    { ...row('listen, register on an open connection: a second', 'again', 'perProcessorSecond'), target },
    row('… by the clock', 'again', 'perSecond'),
  ]
}

async function measureMemoryRows({ heldDevices: devices }: Sizes): Promise<readonly Row[]> {
  const { bare, gateway } = await measureMemory({ rounds: 3, devices })
  const kilobytes = (bytes: readonly number[]): readonly number[] => bytes.map((figure) => figure / 1000)
  const name = `resident kB a registered device, ${devices.toLocaleString('en')} held`
  const target = { of: 'ratio', atMost: 2 } as const
  return [{ name, bare: kilobytes(bare), gateway: kilobytes(gateway), digits: 1, target }]
}

async function measureRingRows({ pacedCalls: callsPerRound, isProfiled }: Sizes): Promise<readonly Row[]> {
  const { bare, gateway } = await measureRing({ rounds: 4, perSecond: callsPerSecond, callsPerRound, isProfiled })
  const row = (name: string, share: number): Row => {
    const of = (rounds: readonly (readonly number[])[]): readonly number[] => rounds.map((ms) => shareOf(ms, share))
    return { name: `${name}, ${callsPerSecond} calls a second`, bare: of(bare), gateway: of(gateway), digits: 2 }
  }
  return [
    row('ms from invite to ring: p50', 0.5),
    { ...row('ms from invite to ring: p95', 0.95), target: { of: 'figure', atMost: 10 } },
    row('ms from invite to ring: p99', 0.99),
  ]
}

function shareOf(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return quantile(sorted, share)
}

async function measureCallRows({ loopedCalls: callsPerRound, isProfiled }: Sizes): Promise<readonly Row[]> {
  const rates = await measureCalls({ rounds: 3, callsPerRound, isProfiled })
  const row = (name: string, of: keyof Rate): Row => ({ name, gateway: rates.map((rate) => rate[of]), digits: 0 })
  return [
    { ...row('calls set up and ended, by the clock: a second', 'perSecond'), target: { of: 'figure', atLeast: 300 } },
    row('… of processor time', 'perProcessorSecond'),
  ]
}
