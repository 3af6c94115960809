import { ClientCapability } from '@ringdown/token'
import { onTestFinished } from 'vitest'
import { register } from '../../signalling/test-support/phone-call.js'
import { SocketClient } from '../../signalling/test-support/socket-client.js'
import type { RestWorld } from './rest-world.js'

/** Connect a device to the gateway of a test, and register it under a name. */
export async function enterDevice({ baseUrl, account }: RestWorld, clientName: string): Promise<SocketClient> {
  const capability = new ClientCapability({ accountSid: account.sid, authToken: account.authToken })
  capability.addScope(new ClientCapability.IncomingClientScope(clientName))
  const device = await new SocketClient(`${baseUrl.replace('http', 'ws')}/signal`, '1.6').opened()
  onTestFinished(() => {
    device.drop()
  })
  // By the machine's clock the token may lie in the future of the gateway's.
  device.send('listen', { token: capability.toJwt({ now: Date.UTC(2026, 10, 21) / 1000 }) })
  await device.next('connected')
  await register(device)
  return device
}
