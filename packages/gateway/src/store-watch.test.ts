import { expect, test } from 'vitest'
import { storeWatchIntervalMs, watchStore } from './store-watch.js'
import { createManualClock } from './webhook/manual-clock.contract.js'

async function createWorld() {
  const clock = createManualClock()
  const store = { version: 1, foreignVersion: () => Promise.resolve(store.version) }
  const world = { clock, store, writes: 0, faults: [] as unknown[], fails: false }
  const onFault = (error: unknown): void => void world.faults.push(error)
  const stop = await watchStore({ clock, store, onFault }, () => {
    world.writes += 1
    return world.fails ? Promise.reject(new Error('broken')) : Promise.resolve()
  })
  let looks = 1
  const look = async (): Promise<void> => {
    clock.advance(storeWatchIntervalMs)
    await clock.armed(storeWatchIntervalMs, (looks += 1))
  }
  return Object.assign(world, { look, stop })
}

test('what another process writes is noticed once, within the interval', async () => {
  const world = await createWorld()
  await world.look()
  expect(world.writes).toBe(0)
  world.store.version = 2
  await world.look()
  await world.look()
  expect(world.writes).toBe(1)
})

test('what fails is a fault, and is tried again', async () => {
  const world = await createWorld()
  world.store.version = 2
  world.fails = true
  await world.look()
  expect(world.faults).toHaveLength(1)
  world.fails = false
  await world.look()
  await world.look()
  expect([world.writes, world.faults.length]).toEqual([2, 1])
})

test('once it is ended it looks no more', async () => {
  const world = await createWorld()
  world.clock.advance(storeWatchIntervalMs)
  await world.stop()
  world.store.version = 2
  world.clock.advance(10 * storeWatchIntervalMs)
  expect([world.writes, world.clock.pending]).toEqual([0, 0])
})
