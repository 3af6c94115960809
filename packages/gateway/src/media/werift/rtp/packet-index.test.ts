import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PacketIndex } from './packet-index.js'

/** Feed true indexes as the 16 bits that arrive; the estimates that were taken come back. */
function follow(indexes: readonly number[]): readonly number[] {
  const follower = new PacketIndex()
  return indexes.flatMap((index) => {
    const estimate = follower.estimate(index % 65_536)
    if (!follower.isFresh(estimate)) return []
    follower.accept(estimate)
    return [estimate]
  })
}

test('losses of up to half the space, anywhere, are followed through every wrap', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 32_767 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(fc.nat({ max: 32_767 }), steps, (first, gaps) => {
      const indexes = gaps.reduce((all, gap) => [...all, (all.at(-1) ?? first) + gap], [first])
      expect(follow(indexes)).toEqual(indexes)
    }),
  )
})

test('a loss of hundreds of packets around the wrap does not lose the place', () => {
  expect(follow([65_000, 65_536 + 400, 65_536 + 401])).toEqual([65_000, 65_936, 65_937])
})

test('packets out of order are taken once each, across a wrap too', () => {
  const order = fc.shuffledSubarray(Array.from({ length: 64 }, (_, place) => 65_500 + place))
  fc.assert(
    fc.property(order, (indexes) => {
      const taken = follow([65_499, ...indexes, ...indexes])
      expect(taken).toEqual([65_499, ...indexes])
    }),
  )
})

test('a packet older than the window is not taken, whether it was seen or not', () => {
  expect(follow([1_000, 1_128, 1_001, 1_000])).toEqual([1_000, 1_128, 1_001])
})

test('nothing is taken from before the beginning', () => {
  const follower = new PacketIndex()
  follower.accept(follower.estimate(5))
  expect(follower.isFresh(follower.estimate(65_530))).toBe(false)
  expect(follower.highest).toBe(5)
})
