import { expect, test } from 'vitest'
import { readBounded } from './read-bounded.js'

test('a stream is read to its end', async () => {
  const chunks = [new Uint8Array([1, 2]), new Uint8Array([3])]
  expect([...(await readBounded(streamOf(chunks), 3))]).toEqual([1, 2, 3])
})

test('an endless stream is left as soon as the bound is passed', async () => {
  function* endless(): Generator<Uint8Array> {
    for (;;) yield new Uint8Array(1_000)
  }
  expect(await readBounded(streamOf(endless()), 2_500)).toHaveLength(3_000)
})

async function* streamOf(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk)
}
