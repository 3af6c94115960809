import { expect, test } from 'vitest'
import { createManualClock } from '../webhook/manual-clock.contract.js'
import { NamedTimers } from './named-timers.js'

function createWorld() {
  const clock = createManualClock()
  const rung: string[] = []
  const timers = new NamedTimers<'egg' | 'tea'>(clock)
  const set = (name: 'egg' | 'tea', delayMs: number, text: string = name): void => {
    timers.set(name, delayMs, () => rung.push(text))
  }
  return { clock, rung, timers, set }
}

test('each timer runs once, when its time has come', () => {
  const { clock, rung, set } = createWorld()
  set('egg', 20)
  set('tea', 10)
  clock.advance(15)
  expect(rung).toEqual(['tea'])
  clock.advance(100)
  expect(rung).toEqual(['tea', 'egg'])
})

test('one that is set again takes the place of the one before, and leaves the others', () => {
  const { clock, rung, set } = createWorld()
  set('egg', 10, 'soft')
  set('tea', 10)
  set('egg', 20, 'hard')
  clock.advance(30)
  expect(rung).toEqual(['tea', 'hard'])
})

test('after the end nothing runs, and nothing can be set', () => {
  const { clock, rung, timers, set } = createWorld()
  set('egg', 10)
  timers.end()
  set('tea', 10)
  expect(clock.pending).toBe(0)
  clock.advance(20)
  expect(rung).toEqual([])
})
