import { createBareRelay } from './bare-relay.js'
import { createWeriftRelay } from './werift-relay.js'
import { answerParent } from '../harness/worker.js'

/** Processor time over a while. */
export interface Usage {
  readonly processorMs: number
  readonly elapsedMs: number
}

/** What a process holds while it carries nothing. */
export interface Holdings {
  readonly sockets: number
  readonly timers: number
  readonly heapBytes: number
}

/** What can be asked of a relay's process. */
export type RelayQuestions = {
  readonly open: (introductions: readonly string[]) => Promise<readonly string[]>
  readonly join: () => void
  /** Count processor time from now on. */
  readonly mark: () => void
  readonly usage: () => Usage
  readonly close: () => Promise<Holdings>
}

const relay = process.argv[2] === 'werift' ? await createWeriftRelay() : createBareRelay()
let usage = process.cpuUsage()
let markedAtMs = performance.now()

function count(kind: string): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === kind).length
}

async function holdings(): Promise<Holdings> {
  // What was closed in this turn is still held by it.
  await new Promise((resolve) => setImmediate(resolve))
  await globalThis.gc?.({ execution: 'async', type: 'major' })
  return { sockets: count('UDPWrap'), timers: count('Timeout'), heapBytes: process.memoryUsage().heapUsed }
}

const questions: RelayQuestions = {
  open: (introductions) => relay.open(introductions),
  join: () => relay.join(),
  mark: () => {
    usage = process.cpuUsage()
    markedAtMs = performance.now()
  },
  usage: () => {
    const { user, system } = process.cpuUsage(usage)
    return { processorMs: (user + system) / 1000, elapsedMs: performance.now() - markedAtMs }
  },
  close: async () => {
    await relay.close()
    return holdings()
  },
}

answerParent(questions)
