import { ClientCapability } from '@ringdown/token'
import { onTestFinished } from 'vitest'
import type { RestWorld } from '../rest/test-support/rest-world.js'
import { accept, register } from '../signalling/test-support/phone-call.js'
import { SocketClient } from '../signalling/test-support/socket-client.js'

/** A device that calls of the REST API reach. */
export interface RestDevice {
  readonly next: SocketClient['next']
  readonly send: SocketClient['send']
  /** Accept the call that rings. Resolves to its call SID. */
  accept(): Promise<string>
}

/**
 * Connect a device to the gateway of a test, and register it under a name.
 *
 * @param forwardedFor - what a proxy in front of the gateway would say of where it is
 */
export async function enterDevice(
  { baseUrl, account, clock }: RestWorld,
  clientName: string,
  forwardedFor?: string,
): Promise<RestDevice> {
  const capability = new ClientCapability({ accountSid: account.sid, authToken: account.authToken })
  capability.addScope(new ClientCapability.IncomingClientScope(clientName))
  const headers = forwardedFor === undefined ? {} : { 'X-Forwarded-For': forwardedFor }
  const socket = await new SocketClient(`${baseUrl.replace('http', 'ws')}/signal`, '1.6', headers).opened()
  onTestFinished(() => {
    socket.drop()
  })
  // By the machine's clock the token may lie in the future of the gateway's.
  socket.send('listen', { token: capability.toJwt({ now: Math.floor(clock.now() / 1000) }) })
  await socket.next('connected')
  await register(socket)
  return { next: socket.next.bind(socket), send: socket.send.bind(socket), accept: () => accept(socket) }
}
