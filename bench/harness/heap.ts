import { type HeapProfiler, Session } from 'node:inspector/promises'
import { type Contender, repeat } from './contender.js'

const operations = 2_000
const samplingIntervalBytes = 256

/** How heap is measured, for the head of a table. */
export const heapMethod = `bytes that one operation allocates on the JavaScript heap, sampled every ${samplingIntervalBytes} bytes`

/** Bytes that one operation allocates on the JavaScript heap, whether or not they are garbage afterwards. */
export async function measureHeapBytes(contender: Contender): Promise<number> {
  const session = new Session()
  session.connect()
  try {
    await repeat(contender, operations)
    await session.post('HeapProfiler.startSampling', {
      samplingInterval: samplingIntervalBytes,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    })
    await repeat(contender, operations)
    const { profile } = await session.post('HeapProfiler.stopSampling')
    return sumBytes(profile.head) / operations
  } finally {
    session.disconnect()
  }
}

function sumBytes({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + sumBytes(child), selfSize)
}
