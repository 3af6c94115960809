/** What one of the servers is: the names of the contenders. */
export type ServerKind = 'bare' | 'gateway'

/** Processor time over a while. */
interface Usage {
  readonly processorMs: number
  readonly elapsedMs: number
}

/** What can be asked of every server's process. */
export type ServerQuestions = {
  /** Begin to listen. Answers with the URL of its WebSockets. */
  readonly open: () => Promise<string>
  /** Count processor time from now on. */
  readonly mark: () => void
  readonly usage: () => Usage
  /** Resident memory, in bytes, once garbage is collected. */
  readonly residentBytes: () => Promise<number>
}

/** The questions about the process itself. */
export function createMeter(): Omit<ServerQuestions, 'open'> {
  let usage = process.cpuUsage()
  let markedAtMs = performance.now()
  return {
    mark: () => {
      usage = process.cpuUsage()
      markedAtMs = performance.now()
    },
    usage: () => {
      const { user, system } = process.cpuUsage(usage)
      return { processorMs: (user + system) / 1000, elapsedMs: performance.now() - markedAtMs }
    },
    residentBytes: async () => {
      // What the first collection finds to be garbage, a later one gives back to the operating system.
      for (let times = 0; times < 3; times += 1) await globalThis.gc?.({ execution: 'async', type: 'major' })
      return process.memoryUsage.rss()
    },
  }
}
