import { Worker } from '../harness/worker.js'
import type { CrowdQuestions } from './crowd-process.js'
import { type Server, startBare, startGateway } from './server.js'

/** Signing on, a second: of the server's processor time, and by the clock. One figure a round. */
interface SignOnRates {
  /** Connect, listen, register. */
  readonly entering: readonly Rate[]
  /** Listen and register on a connection that stands. */
  readonly again: readonly Rate[]
}

/** How often something was done in a second. */
export interface Rate {
  /** In a second of the server's processor time, all threads. */
  readonly perProcessorSecond: number
  /** In a second by the clock. The load generator has its share in that. */
  readonly perSecond: number
}

/** What was measured of the two servers, round by round. */
export interface SignOnResult {
  readonly bare: SignOnRates
  readonly gateway: SignOnRates
}

/** How much is done. */
export interface SignOnOptions {
  readonly rounds: number
  /** Devices that come in each round. */
  readonly devices: number
  readonly isProfiled: boolean
}

/** Let devices sign on at the gateway, and at a bare server that gives back what they send, taking turns. */
export async function measureSignOn({ rounds, devices, isProfiled }: SignOnOptions): Promise<SignOnResult> {
  const crowd = await Worker.start<CrowdQuestions>(new URL('crowd-process.ts', import.meta.url))
  const gateway = await startGateway({ isProfiled })
  const servers = [await startBare(), gateway] as const
  const result = { bare: emptyRates(), gateway: emptyRates() }
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      const { entering, again } = await measureRound(server, crowd, devices)
      if (round === 0) continue
      result[server.kind].entering.push(entering)
      result[server.kind].again.push(again)
    }
  }
  for (const server of servers) await server.stop()
  crowd.stop()
  return result
}

function emptyRates(): { readonly entering: Rate[]; readonly again: Rate[] } {
  return { entering: [], again: [] }
}

async function measureRound(
  { kind, worker, url }: Server,
  crowd: Worker<CrowdQuestions>,
  count: number,
): Promise<{ readonly entering: Rate; readonly again: Rate }> {
  const rateOf = async (task: () => Promise<number>): Promise<Rate> => {
    await worker.ask('mark')
    const elapsedMs = await task()
    const { processorMs } = await worker.ask('usage')
    return { perProcessorSecond: (count * 1000) / processorMs, perSecond: (count * 1000) / elapsedMs }
  }
  const entering = await rateOf(() => crowd.ask('enter', { kind, url, count }))
  const again = await rateOf(() => crowd.ask('signOnAgain'))
  await crowd.ask('leave')
  return { entering, again }
}
