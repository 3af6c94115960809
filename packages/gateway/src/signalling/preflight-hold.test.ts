import { type GatewayMessage, gatewayMessage } from '@ringdown/protocol'
import { expect, test } from 'vitest'
import { PreflightHold } from './preflight-hold.js'

const callsid = `CA${'a'.repeat(32)}`
const ringing = gatewayMessage('ringing', { callsid, sdp: 'v=0' })
const answer = gatewayMessage('answer', { callsid, sdp: 'v=0' })
const end = gatewayMessage('hangup', { callsid })

/** Delays of messages that come at these moments. */
function delays(...messages: readonly (readonly [at: number, message: GatewayMessage])[]): readonly number[] {
  let now = 0
  const hold = new PreflightHold(() => now)
  return messages.map(([at, message]) => {
    now = at
    return hold.delayOf(message)
  })
}

test('a test that is ended right after its answer is told two seconds after it', () => {
  expect(delays([100, answer], [150, end])).toEqual([0, 1_950])
})

test('early media is an answer for a client that asks for no ringing, and the answer itself counts anew', () => {
  expect(delays([0, ringing], [500, end])).toEqual([0, 1_500])
  expect(delays([0, ringing], [1_000, answer], [1_500, end])).toEqual([0, 0, 1_500])
})

test('a test that has talked for two seconds is told at once', () => {
  expect(delays([0, answer], [2_000, end])).toEqual([0, 0])
})

test('nothing else is kept back: an error, an end before the answer, the end of another call', () => {
  const failed = gatewayMessage('hangup', { callsid, error: { code: 31_005, message: 'Connection error' } })
  const other = gatewayMessage('hangup', { callsid: `CA${'b'.repeat(32)}` })
  const unanswered = gatewayMessage('ringing', { callsid })
  expect(delays([0, answer], [10, failed], [20, other], [30, gatewayMessage('ready', {})])).toEqual([0, 0, 0, 0])
  expect(delays([0, unanswered], [10, end])).toEqual([0, 0])
})
