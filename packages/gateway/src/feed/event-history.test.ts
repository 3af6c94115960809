import type { AccountSid } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventHistory } from './event-history.js'
import type { FeedEvent } from './feed-event.js'
import { feedLimits } from './feed-limits.js'

const accountSid: AccountSid = `AC${'a'.repeat(32)}`

function change(clientName: string): FeedEvent {
  return { type: 'presence', accountSid, clientName, isAvailable: true, at: 0 }
}

function namesAfter(history: EventHistory, position: string): readonly string[] | undefined {
  return history.after(position)?.map(({ event }) => (event.type === 'presence' ? event.clientName : ''))
}

test('from any place that is kept, exactly what came behind it is read', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.nat(30), (before, behind) => {
      const history = new EventHistory('ab')
      for (let count = 0; count < before; count += 1) history.add(change('before'))
      const { position } = history
      const names = Array.from({ length: behind }, (_, index) => String(index))
      for (const name of names) history.add(change(name))
      expect(namesAfter(history, position)).toEqual(names)
      expect(history.after(history.position)).toEqual([])
    }),
  )
})

test('what is too far back is not known any more, and never just some of it', () => {
  const history = new EventHistory('ab')
  const first = history.position
  const { id: second } = history.add(change('one'))
  for (let count = 0; count < feedLimits.historyEvents; count += 1) history.add(change('more'))
  expect(history.after(first)).toBeUndefined()
  expect(history.after(second)).toHaveLength(feedLimits.historyEvents)
  history.add(change('more'))
  expect(history.after(second)).toBeUndefined()
})

test('large events leave room for fewer', () => {
  const history = new EventHistory('ab')
  const first = history.position
  for (let count = 0; count < 9; count += 1) history.add(change('ö'.repeat(feedLimits.historyBytes / 8)))
  expect(history.after(first)).toBeUndefined()
  expect(history.after('ab-7')).toHaveLength(2)
})

test.each([
  '',
  'ab',
  'ab-',
  'ab-1',
  'ab--1',
  'ab-00',
  'cd-0',
  `ab-${'9'.repeat(15)}`,
  `ab-${'9'.repeat(400)}`,
  'ab-0 ',
])('%j is no place in it', (position) => {
  expect(new EventHistory('ab').after(position)).toBeUndefined()
})
