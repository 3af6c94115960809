import { deepStrictEqual } from 'node:assert'
import { clientMessage, decodeGatewayFrame, encodeClientFrame } from '@ringdown/protocol'
import { ClientCapability } from '@ringdown/token'
import { sample } from '../token/sample.js'
import type { LoadDevice } from './load-device.js'
import type { ServerKind } from './server-questions.js'

/** What the newer official SDK speaks. */
export const protocolVersion = '1.6'

const browserinfo = {
  p: 'browser',
  v: '2.18.5',
  browser: { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0', platform: 'Linux x86_64' },
  plugin: 'rtc',
}

const register = encodeClientFrame(clientMessage(protocolVersion, 'register', { media: { audio: true } }))

/** The two frames of a device that may be called under a name, and may call out. */
export function signOnFrames(clientName: string): readonly string[] {
  const { accountSid, authToken, applicationSid, ttlSeconds } = sample
  const capability = new ClientCapability({ accountSid, authToken, ttl: ttlSeconds })
  capability.addScope(new ClientCapability.IncomingClientScope(clientName))
  capability.addScope(new ClientCapability.OutgoingClientScope({ applicationSid, clientName }))
  const listen = clientMessage(protocolVersion, 'listen', { token: capability.toJwt(), browserinfo })
  return [encodeClientFrame(listen), register]
}

/**
 * Say who the device is, and wait until the server has taken it; the bare one gives back what it was sent.
 *
 * @throws AssertionError when it answers anything else: a server that does less would win for nothing
 */
export async function signOn(device: LoadDevice, kind: ServerKind, frames: readonly string[]): Promise<void> {
  const replies = await device.ask(frames)
  if (kind === 'bare') deepStrictEqual(replies, frames)
  else deepStrictEqual(replies.map(typeOf), ['connected', 'ready'])
}

function typeOf(reply: string): string {
  return decodeGatewayFrame(reply).type
}
