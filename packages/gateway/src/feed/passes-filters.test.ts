import type { AccountSid, CallSid } from '@ringdown/protocol'
import { expect, test } from 'vitest'
import type { EventFilters } from '../account/device-grant.js'
import type { FeedEvent } from './feed-event.js'
import { passesFilters } from './passes-filters.js'

const accountSid: AccountSid = `AC${'a'.repeat(32)}`
const callSid: CallSid = `CA${'a'.repeat(32)}`
const bob: FeedEvent = { type: 'presence', accountSid, clientName: 'bob', isAvailable: true, at: 0 }

test.each<[boolean, EventFilters[]]>([
  [false, []],
  [true, [[]]],
  [true, [[['From', 'bob']]]],
  [false, [[['From', 'Bob']]]],
  [true, [[['From', 'jane'], ['From', 'bob']]]], // prettier-ignore
  [true, [[['EventType', 'presence'], ['From', 'bob'], ['Available', 'true']]]], // prettier-ignore
  [false, [[['EventType', 'call'], ['From', 'bob']]]], // prettier-ignore
  [false, [[['Available', 'false']]]],
  [false, [[['foo', 'bar']]]],
  [false, [[['From', 'bob'], ['foo', 'bar']]]], // prettier-ignore
  [true, [[['foo', 'bar']], [['From', 'bob']]]],
])('whether bob is seen is %s through %j', (isSeen, streams) => {
  expect(passesFilters(streams, bob)).toBe(isSeen)
})

test('calls pass no filter: the scope is for presence', () => {
  const call: FeedEvent = { type: 'call', accountSid, callSid, at: 0, kind: 'status', name: 'ringing', detail: {} }
  expect(passesFilters([[]], call)).toBe(false)
})
