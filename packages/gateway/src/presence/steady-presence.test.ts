import type { AccountSid } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createManualClock } from '../webhook/manual-clock.contract.js'
import type { PresenceChange, PresenceSource } from './presence-change.js'
import { presenceGraceMs, SteadyPresence } from './steady-presence.js'

const accountSid: AccountSid = `AC${'a'.repeat(32)}`

function createWorld() {
  const clock = createManualClock()
  const names = new Set<string>()
  let tell: (change: PresenceChange) => void = () => undefined
  const source: PresenceSource = {
    availableNames: (sid) => (sid === accountSid ? [...names].sort() : []),
    onChange(listener) {
      tell = listener
    },
  }
  const steady = new SteadyPresence(clock, source)
  const told: [string, boolean][] = []
  steady.onChange(({ clientName, isAvailable }) => told.push([clientName, isAvailable]))
  const set = (clientName: string, isAvailable: boolean): void => {
    if (names.has(clientName) === isAvailable) return
    if (isAvailable) names.add(clientName)
    else names.delete(clientName)
    tell({ accountSid, clientName, isAvailable })
  }
  return { clock, names, steady, told, set }
}

test('a name that comes is told at once, one that goes when it has been gone for a while', () => {
  const { clock, steady, told, set } = createWorld()
  set('bob', true)
  expect(told).toEqual([['bob', true]])
  set('bob', false)
  clock.advance(presenceGraceMs - 1)
  expect(steady.availableNames(accountSid)).toEqual(['bob'])
  expect(told).toHaveLength(1)
  clock.advance(1)
  expect(told.at(-1)).toEqual(['bob', false])
  expect(steady.availableNames(accountSid)).toEqual([])
})

test('a name that is back in time was never gone', () => {
  const { clock, told, set } = createWorld()
  set('bob', true)
  for (let reload = 0; reload < 3; reload += 1) {
    set('bob', false)
    clock.advance(presenceGraceMs - 1)
    set('bob', true)
  }
  clock.advance(10 * presenceGraceMs)
  expect(told).toEqual([['bob', true]])
  expect(clock.pending).toBe(0)
})

test('whatever comes and goes, who believes what was told knows who is there, and is never told the same twice', () => {
  const step = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean(), fc.nat(2 * presenceGraceMs))
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { clock, names, steady, told, set } = createWorld()
      const believed = new Set<string>()
      let read = 0
      for (const [name, isAvailable, waitMs] of steps) {
        set(name, isAvailable)
        clock.advance(waitMs)
        for (; read < told.length; read += 1) {
          const [who, isThere] = told[read] ?? ['', false]
          expect(believed.has(who)).toBe(!isThere)
          if (isThere) believed.add(who)
          else believed.delete(who)
        }
        expect(steady.availableNames(accountSid)).toEqual([...believed].sort())
      }
      clock.advance(presenceGraceMs)
      expect(steady.availableNames(accountSid)).toEqual([...names].sort())
    }),
  )
})

test('when it is stopped it tells nothing more, and leaves no timer', () => {
  const { clock, told, set, steady } = createWorld()
  set('bob', true)
  set('bob', false)
  steady.stop()
  set('jane', true)
  clock.advance(presenceGraceMs)
  expect(told).toEqual([['bob', true]])
  expect(clock.pending).toBe(0)
})
