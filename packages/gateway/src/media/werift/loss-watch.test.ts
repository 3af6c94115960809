import { expect, test } from 'vitest'
import { LossWatch } from './loss-watch.js'

function beats(watch: LossWatch, count: number): number {
  return Array.from({ length: count }, () => watch.beat()).filter(Boolean).length
}

test('thirty seconds are fifteen hundred beats, and the loss is told once', () => {
  const watch = new LossWatch(30_000)
  expect(beats(watch, 1_499)).toBe(0)
  expect(watch.beat()).toBe(true)
  expect(beats(watch, 5_000)).toBe(0)
})

test('whoever is heard begins anew, also after a loss', () => {
  const watch = new LossWatch(100)
  expect(beats(watch, 4)).toBe(0)
  watch.heard()
  expect(beats(watch, 4)).toBe(0)
  expect(watch.beat()).toBe(true)
  watch.heard()
  expect(beats(watch, 5)).toBe(1)
})
