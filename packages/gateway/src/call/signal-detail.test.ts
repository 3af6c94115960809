import fc from 'fast-check'
import { expect, test } from 'vitest'
import { browserOffer } from '../media/media.contract.js'
import {
  type CallClientMessage,
  type CallGatewayMessage,
  clientMessageDetail,
  gatewayMessageDetail,
} from './signal-detail.js'

const callsid = 'CA1'
const voiceeventsid = 'KX1'
const secret = 'sEcReT'
const sdp = browserOffer.replace(/^(a=(?:ice-pwd|ice-ufrag|fingerprint):).*$/gm, `$1${secret}`)
const parameters = {
  From: 'client:alice',
  To: 'client:bob',
  CallSid: 'CA1',
  AccountSid: 'AC1',
  ApiVersion: '2010-04-01',
}
const callMessage = {
  ...{ callsid, voiceeventsid, messagetype: 'user-defined-message', contenttype: 'application/json' },
  content: secret,
}

const received: readonly (readonly [CallClientMessage, object])[] = [
  [
    { type: 'invite', payload: { callsid, sdp, twilio: { params: 'To=bob' }, preflight: true } },
    { media: [mediaLine()], params: 'To=bob', preflight: true },
  ],
  [
    { type: 'invite', payload: { callsid, sdp, twilio: {}, reconnect: secret } },
    { media: [mediaLine()], hasReconnectToken: true },
  ],
  [{ type: 'answer', payload: { callsid, sdp } }, { media: [mediaLine()] }],
  [{ type: 'reinvite', payload: { callsid, sdp } }, { media: [mediaLine()] }],
  [{ type: 'reject', payload: { callsid } }, {}],
  [{ type: 'hangup', payload: { callsid } }, {}],
  [{ type: 'hangup', payload: { callsid, message: 'Lost.' } }, { message: 'Lost.' }],
  [{ type: 'dtmf', payload: { callsid, dtmf: '4711' } }, { count: 4 }],
  [
    { type: 'message', payload: callMessage },
    { messageType: 'user-defined-message', contentType: 'application/json', voiceEventSid: voiceeventsid },
  ],
]

const error = { code: 31603, message: 'Decline (SIP)' }
const version = ''
const sent: readonly (readonly [CallGatewayMessage, object])[] = [
  [
    { version, type: 'invite', payload: { callsid, sdp, parameters, reconnect: secret } },
    { media: [mediaLine()], parameters, hasReconnectToken: true },
  ],
  [{ version, type: 'ringing', payload: { callsid } }, {}],
  [{ version, type: 'ringing', payload: { callsid, sdp } }, { media: [mediaLine()] }],
  [
    { version, type: 'answer', payload: { callsid, sdp, reconnect: secret } },
    { media: [mediaLine()], hasReconnectToken: true },
  ],
  [{ version, type: 'answer', payload: { callsid } }, {}],
  [{ version, type: 'hangup', payload: { callsid } }, {}],
  [{ version, type: 'hangup', payload: { callsid, error } }, { error }],
  [{ version, type: 'cancel', payload: { callsid, reason: 'taken-over' } }, { reason: 'taken-over' }],
  [{ version, type: 'cancel', payload: { callsid } }, {}],
  [{ version, type: 'error', payload: { callsid, error } }, { error }],
  [
    { version, type: 'error', payload: { error, voiceeventsid } },
    { error, voiceEventSid: voiceeventsid },
  ],
  [{ version, type: 'ack', payload: { acktype: 'message', callsid, voiceeventsid } }, { voiceEventSid: voiceeventsid }],
  [
    { version, type: 'message', payload: callMessage },
    { messageType: 'user-defined-message', contentType: 'application/json', voiceEventSid: voiceeventsid },
  ],
]

function mediaLine(): string {
  return /^m=.*$/m.exec(browserOffer)?.[0] ?? 'The offer has no media line.'
}

test('what devices say is shown without session descriptions, tokens, keys and contents', () => {
  for (const [message, shown] of received) expect(clientMessageDetail(message)).toEqual(shown)
  expect(JSON.stringify(received.map(([message]) => clientMessageDetail(message)))).not.toContain(secret)
})

test('what devices are told is shown in the same way', () => {
  for (const [message, shown] of sent) expect(gatewayMessageDetail(message)).toEqual(shown)
  expect(JSON.stringify(sent.map(([message]) => gatewayMessageDetail(message)))).not.toContain(secret)
})

test('fields that the contract does not know are not shown', () => {
  const payload = { callsid, parameters: secret, reason: secret, error: secret, secret }
  expect(clientMessageDetail({ type: 'reject', payload })).toEqual({})
})

test('of anything that calls itself a session description little more than a line is shown', () => {
  const line = fc.oneof(
    fc.string(),
    fc.string({ maxLength: 2_000, size: 'max' }).map((text) => `m=${text}`),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 50 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      const { media } = clientMessageDetail({ type: 'answer', payload: { callsid, sdp: lines.join(end) } })
      const shown = media as readonly string[]
      expect(shown.length).toBeLessThanOrEqual(4)
      for (const each of shown) {
        expect(each.length).toBeLessThanOrEqual(200)
        expect(each).toMatch(/^m=.*$/)
      }
    }),
    { seed: 20_261_121 },
  )
})
