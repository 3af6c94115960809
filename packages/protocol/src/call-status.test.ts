import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type CallStatus,
  callStatuses,
  callTransitions,
  canMove,
  dialCallStatuses,
  type FinalCallStatus,
  isFinal,
  type RestCallStatus,
  statusCallbackEventOf,
  statusCallbackEvents,
} from './call-status.js'

const anyStatus = fc.constantFrom(...callStatuses)
const finals: readonly CallStatus[] = ['completed', 'busy', 'no-answer', 'failed', 'canceled']

describe('the transition table', () => {
  test('lists every status once, and leads only to statuses', () => {
    expect(Object.keys(callTransitions).toSorted()).toEqual(callStatuses.toSorted())
    for (const next of Object.values(callTransitions)) {
      expect(new Set(next).size).toBe(next.length)
      for (const status of next) expect(callStatuses).toContain(status)
    }
    expect(Object.isFrozen(callTransitions)).toBe(true)
  })

  test('the statuses that nothing follows are the five endings', () => {
    expect(callStatuses.filter(isFinal)).toEqual(finals)
    expectTypeOf<FinalCallStatus>().toEqualTypeOf<'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'>()
  })

  test('a walk along it never comes back to a status, and always reaches an ending', () => {
    fc.assert(
      fc.property(fc.constantFrom('queued', 'initiated', 'ringing'), fc.array(fc.nat()), (start, choices) => {
        const walk: CallStatus[] = [start]
        for (const choice of [...choices, ...callStatuses.map(() => 0)]) {
          const next: readonly CallStatus[] = callTransitions[walk.at(-1) ?? start]
          const status = next[choice % next.length]
          if (status !== undefined) walk.push(status)
        }
        expect(new Set(walk).size).toBe(walk.length)
        expect(isFinal(walk.at(-1) ?? start)).toBe(true)
      }),
    )
  })

  test('any sequence of attempted moves stays on it, and no attempt leaves an ending', () => {
    fc.assert(
      fc.property(fc.array(anyStatus, { maxLength: 30 }), (attempts) => {
        let status: CallStatus = 'queued'
        for (const attempt of attempts) {
          if (isFinal(status)) expect(canMove(status, attempt)).toBe(false)
          if (canMove(status, attempt)) status = attempt
        }
        expect(callStatuses).toContain(status)
      }),
    )
  })

  test('only an answered call completes, and an answered call is never busy, unanswered or canceled', () => {
    for (const status of callStatuses) expect(canMove(status, 'completed')).toBe(status === 'in-progress')
    for (const status of ['busy', 'no-answer', 'canceled'] as const) {
      expect(canMove('in-progress', status)).toBe(false)
    }
  })

  test('every status before the answer may end in each of the four ways of not being answered', () => {
    for (const before of ['queued', 'initiated', 'ringing'] as const) {
      for (const ending of ['busy', 'no-answer', 'failed', 'canceled'] as const) {
        expect(canMove(before, ending)).toBe(true)
      }
    }
  })
})

describe('the vocabulary around it', () => {
  test('each status but queued fires an event, and each event has a status', () => {
    const fired = callStatuses.map((status) => statusCallbackEventOf[status])
    expect(fired.filter((event) => event === undefined)).toHaveLength(1)
    expect(new Set(fired.filter((event) => event !== undefined))).toEqual(new Set(statusCallbackEvents))
    for (const status of callStatuses) expect(statusCallbackEventOf[status] === 'completed').toBe(isFinal(status))
    expect(statusCallbackEventOf['in-progress']).toBe('answered')
  })

  test('a dial ends as its child does, or answered for a conference', () => {
    expect(dialCallStatuses.filter((status) => status !== 'answered').toSorted()).toEqual(finals.toSorted())
  })

  test('the REST API never shows initiated', () => {
    expectTypeOf<RestCallStatus>().not.toEqualTypeOf<CallStatus>()
    expectTypeOf<'initiated'>().not.toExtend<RestCallStatus>()
  })
})
