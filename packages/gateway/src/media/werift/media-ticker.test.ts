import { expect, test } from 'vitest'
import type { Clock } from '../../clock.js'
import { createMediaTicker } from './media-ticker.js'

/** A clock whose timers are late by as much as the test says. */
class LateClock implements Clock {
  #now = 1_000_000
  #timer: { readonly at: number; readonly run: () => void } | undefined

  now(): number {
    return this.#now
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run }
    this.#timer = timer
    return () => {
      if (this.#timer === timer) this.#timer = undefined
    }
  }

  get isArmed(): boolean {
    return this.#timer !== undefined
  }

  /** When the next timer is due, from now. */
  get delayMs(): number {
    return (this.#timer?.at ?? Number.NaN) - this.#now
  }

  /** Let the next timer happen, late. */
  fire(lateMs: number): void {
    const timer = this.#timer
    if (!timer) return
    this.#timer = undefined
    this.#now = timer.at + lateMs
    timer.run()
  }

  set(ms: number): void {
    this.#now = ms
  }
}

test('fifty beats take one second, however late each timer is', () => {
  const clock = new LateClock()
  const times: number[] = []
  const start = clock.now()
  createMediaTicker(clock, 20, () => times.push(clock.now() - start)).start()
  for (let beat = 0; beat < 50; beat += 1) clock.fire((beat * 7) % 13)
  expect(times).toHaveLength(50)
  expect(times.at(-1)).toBeGreaterThanOrEqual(1_000)
  expect(times.at(-1)).toBeLessThan(1_020)
})

test('beats that a short stall held up are made up for, those of a long one are not', () => {
  const clock = new LateClock()
  let beats = 0
  createMediaTicker(clock, 20, () => (beats += 1)).start()
  clock.fire(500)
  for (let beat = 0; beat < 25; beat += 1) {
    expect(clock.delayMs).toBe(0)
    clock.fire(0)
  }
  expect(beats).toBe(26)
  expect(clock.delayMs).toBe(20)
  clock.fire(5_000)
  expect(clock.delayMs).toBe(20)
})

test.each([
  ['back', -3_600_000],
  ['forward', 3_600_000],
])('when the clock is set %s the beat goes on', (_name, byMs) => {
  const clock = new LateClock()
  createMediaTicker(clock, 20, () => undefined).start()
  clock.fire(0)
  clock.set(clock.now() + byMs)
  clock.fire(0)
  clock.fire(0)
  expect(clock.delayMs).toBe(20)
})

test('it beats once however often it is started, and not after it was stopped', () => {
  const clock = new LateClock()
  let beats = 0
  const ticker = createMediaTicker(clock, 20, () => (beats += 1))
  ticker.start()
  ticker.start()
  clock.fire(0)
  expect(beats).toBe(1)
  ticker.stop()
  expect(clock.isArmed).toBe(false)
  ticker.start()
  expect(clock.isArmed).toBe(true)
})

test('whoever stops it from within a beat stops it', () => {
  const clock = new LateClock()
  const ticker = createMediaTicker(clock, 20, () => ticker.stop())
  ticker.start()
  clock.fire(0)
  expect(clock.isArmed).toBe(false)
})
