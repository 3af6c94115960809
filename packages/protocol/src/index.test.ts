import { expect, test } from 'vitest'
import * as protocol from './index.js'

test('a client and a gateway talk through the public surface alone', () => {
  const token = 'eyJ.e30.c2ln'
  const listen = protocol.encodeClientFrame(protocol.clientMessage('1.6', 'listen', { token }))
  expect(protocol.decodeClientFrame(listen)).toMatchObject({ type: 'listen', payload: { token } })

  const { message } = protocol.errorCatalogue[31205]
  const refused = protocol.encodeGatewayFrame(protocol.gatewayMessage('error', { error: { code: 31205, message } }))
  const frame = protocol.decodeGatewayFrame(refused)
  expect(frame.type === 'error' && protocol.isErrorCode(frame.payload.error.code)).toBe(true)
})
