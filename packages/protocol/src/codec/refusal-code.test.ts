import { expect, test } from 'vitest'
import { isErrorCode } from '../error-catalogue.js'
import { protocolLimits as limits } from '../protocol-limits.js'
import { decodeClientFrame } from './codec.js'
import { ProtocolError } from './protocol-error.js'
import { refusalCode } from './refusal-code.js'

const callsid = 'TJS1'

function codeFor(text: string): number {
  try {
    decodeClientFrame(text)
  } catch (error) {
    if (error instanceof ProtocolError) return refusalCode(error)
    throw error
  }
  throw new Error('the frame was accepted')
}

test.each<[number, string, string, object]>([
  [31102, 'a listen without a token', 'listen', {}],
  [31102, 'a listen with an empty token', 'listen', { token: '' }],
  [31204, 'a token that is no text', 'listen', { token: {} }],
  [31204, 'an endless token', 'listen', { token: 't'.repeat(limits.maxTokenChars + 1) }],
  [31101, 'an invite without a parameter array', 'invite', { callsid, sdp: 'v=0' }],
  [31103, 'endless parameters', 'invite', { callsid, sdp: 'v=0', twilio: { params: 'p'.repeat(5_000) } }],
  [31107, 'a reconnect token that is no text', 'invite', { callsid, sdp: 'v=0', twilio: {}, reconnect: 1 }],
  [31400, 'an invite without SDP', 'invite', { callsid, twilio: {} }],
  [31400, 'an answer without SDP', 'answer', { callsid }],
  [31210, 'a call message without a type', 'message', { callsid, voiceeventsid: 'KX1' }],
  [
    31212,
    'a call message that is too large',
    'message',
    {
      callsid,
      voiceeventsid: 'KX1',
      messagetype: 'm',
      contenttype: 'c',
      content: 'x'.repeat(limits.maxContentBytes + 1),
    },
  ],
  [31100, 'a register without media', 'register', {}],
])('%i for %s', (code, _, type, payload) => {
  expect(codeFor(JSON.stringify({ type, version: '1.6', payload }))).toBe(code)
  expect(isErrorCode(code)).toBe(true)
})

test('31100 for what is no message at all, 31206 for a frame that is too large', () => {
  expect(codeFor('{')).toBe(31100)
  expect(codeFor('"' + 'x'.repeat(limits.maxFrameBytes))).toBe(31206)
})
