import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from '../harness/worker.js'
import type { CrowdQuestions } from './crowd-process.js'
import { type Server, startBare, startGateway } from './server.js'

/** Resident memory for each device that is held, in bytes. One figure a round. */
export interface MemoryResult {
  readonly bare: readonly number[]
  readonly gateway: readonly number[]
}

/** How much is done. */
export interface MemoryOptions {
  readonly rounds: number
  readonly devices: number
}

/** Devices that come and go before memory is read for the first time, so that code is loaded and compiled. */
const warmUpDevices = 300
/** Long enough for every device to have had a heartbeat, as devices that are held have. */
const restMs = 6_000

/** Hold devices at the gateway, and connections at a bare server; each round both in processes that are new. */
export async function measureMemory({ rounds, devices }: MemoryOptions): Promise<MemoryResult> {
  const result = { bare: [] as number[], gateway: [] as number[] }
  const starts = [startBare, () => startGateway({})]
  for (let round = 0; round < rounds; round += 1) {
    for (const start of round % 2 === 0 ? starts : starts.toReversed()) {
      const server = await start()
      result[server.kind].push(await bytesPerDevice(server, devices))
      await server.stop()
    }
  }
  return result
}

async function bytesPerDevice({ kind, url, worker }: Server, count: number): Promise<number> {
  const crowd = await Worker.start<CrowdQuestions>(new URL('crowd-process.ts', import.meta.url))
  await crowd.ask('enter', { kind, url, count: warmUpDevices })
  await crowd.ask('leave')
  const before = await worker.ask('residentBytes')
  await crowd.ask('enter', { kind, url, count })
  await delay(restMs)
  const after = await worker.ask('residentBytes')
  crowd.stop()
  return (after - before) / count
}
