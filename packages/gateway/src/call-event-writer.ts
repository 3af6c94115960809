import type { CallEventRecord } from './call/call-event-record.js'
import type { CallEventStore } from './store/call-event-store.js'

/** The most events that are written at once. */
const maxBatch = 64

/** Writes timelines. */
export interface CallEventWriter {
  /** Keep an event, soon, and after every earlier one. */
  write(event: CallEventRecord): void
  /** Resolves when everything written so far is kept, or could not be. */
  settled(): Promise<void>
}

/**
 * Make the writer of timelines. What comes in one turn of the event loop, or while a write is under way, is written at
 * once: a row costs a tenth of what it does alone.
 *
 * @param onLost - an event could not be kept
 */
export function createCallEventWriter(
  store: Pick<CallEventStore, 'append'>,
  onLost: (event: CallEventRecord, error: unknown) => void,
): CallEventWriter {
  const waiting: CallEventRecord[] = []
  let writing: Promise<void> | undefined

  async function append(events: readonly CallEventRecord[]): Promise<void> {
    try {
      await store.append(...events)
    } catch (error) {
      const [first, ...others] = events
      // One that cannot be kept must not take the others with it.
      if (others.length > 0) for (const event of events) await append([event])
      else if (first !== undefined) onLost(first, error)
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) await append(waiting.splice(0, maxBatch))
    writing = undefined
  }

  return {
    write(event) {
      waiting.push(event)
      writing ??= new Promise((resolve) => {
        setImmediate(resolve)
      }).then(writeAll)
    },
    async settled() {
      await writing
    },
  }
}
