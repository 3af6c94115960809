import { expect, test } from 'vitest'
import type { CallEventRecord } from './call/call-event-record.js'
import { createDeferred } from './call/deferred.js'
import { createCallEventWriter } from './call-event-writer.js'
import { aCallEvent } from './store/store-rows.contract.js'

const full = new Error('The disk is full.')

function createWorld(refuses: (event: CallEventRecord) => boolean = () => false) {
  const batches: string[][] = []
  const lost: [string, unknown][] = []
  const store = {
    append: (...events: readonly CallEventRecord[]) => {
      if (events.some(refuses)) return Promise.reject(full)
      batches.push(events.map(({ name }) => name))
      return Promise.resolve()
    },
  }
  const writer = createCallEventWriter(store, ({ name }, error) => lost.push([name, error]))
  const write = (...names: readonly string[]): void => {
    for (const name of names) writer.write(aCallEvent({ name }))
  }
  return { batches, lost, writer, write }
}

test('what comes in one turn is written at once, in order; later events are written after that', async () => {
  const { batches, writer, write } = createWorld()
  write('a', 'b')
  await Promise.resolve()
  write('c')
  await writer.settled()
  write('d')
  await writer.settled()
  expect(batches).toEqual([['a', 'b', 'c'], ['d']])
})

test('what comes while a write is under way is written next, at once, and is waited for', async () => {
  const batches: string[][] = []
  const began = createDeferred<undefined>()
  const gate = createDeferred<undefined>()
  const append = async (...events: readonly CallEventRecord[]): Promise<void> => {
    began.resolve(undefined)
    await gate.promise
    batches.push(events.map(({ name }) => name))
  }
  const writer = createCallEventWriter({ append }, () => undefined)
  writer.write(aCallEvent({ name: 'a' }))
  await began.promise
  for (const name of ['b', 'c']) writer.write(aCallEvent({ name }))
  const settled = writer.settled()
  gate.resolve(undefined)
  await settled
  expect(batches).toEqual([['a'], ['b', 'c']])
})

test('a write has its bound', async () => {
  const { batches, writer, write } = createWorld()
  write(...Array.from({ length: 150 }, (_, index) => String(index)))
  await writer.settled()
  expect(batches.map(({ length }) => length)).toEqual([64, 64, 22])
})

test('an event that cannot be kept is reported, and takes no other with it', async () => {
  const { batches, lost, writer, write } = createWorld(({ name }) => name === 'bad')
  write('a', 'bad', 'b')
  await writer.settled()
  expect(batches).toEqual([['a'], ['b']])
  expect(lost).toEqual([['bad', full]])
})

test('nothing to write is nothing to wait for', async () => {
  const { batches, writer } = createWorld()
  await writer.settled()
  expect(batches).toEqual([])
})
