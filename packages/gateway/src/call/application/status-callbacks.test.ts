import { expect, test } from 'vitest'
import { aCall } from '../../store/store-rows.contract.js'
import type { StatusCallbackSpec } from '../../twiml/control.js'
import type { CallbackSender } from './callback-sender.js'
import { sendStatusCallback } from './status-callbacks.js'

const spec: StatusCallbackSpec = {
  url: 'http://app.test/callback',
  method: 'POST',
  events: ['initiated', 'ringing', 'answered', 'completed'],
}

function createSender(): CallbackSender & { readonly sent: string[] } {
  const sent: string[] = []
  return {
    sent,
    send: ({ params }) => sent.push(`${params['SequenceNumber'] ?? ''} ${params['CallStatus'] ?? ''}`),
    settled: () => Promise.resolve(),
  }
}

test('a call that is canceled while it is queued fires none, one that was dialled does', () => {
  const sender = createSender()
  const first = { spec, sequenceNumber: 0 }
  const queued = aCall({ status: 'queued', startedAt: null })
  expect(sendStatusCallback(sender, first, queued)).toBe(first)
  expect(sendStatusCallback(sender, first, { ...queued, status: 'canceled' })).toBe(first)
  expect(sendStatusCallback(sender, first, { ...queued, status: 'failed' })).toEqual({ spec, sequenceNumber: 1 })
  expect(sendStatusCallback(sender, first, aCall({ status: 'canceled', startedAt: 1 }))).toEqual({
    spec,
    sequenceNumber: 1,
  })
  expect(sender.sent).toEqual(['0 failed', '0 canceled'])
})
