import { FakeMedia } from '../../media/fake/fake-media.js'
import { type SignallingWorld, applicationSid, voiceUrl } from './signalling-world.js'
import type { SocketClient } from './socket-client.js'

/** The id that the caller's device gives its call. */
export const tempId = 'TJS00000000-0000-4000-8000-000000000001'

/** What a browser would offer for a call. */
export function offer(): Promise<string> {
  return new FakeMedia().createEndpoint(() => undefined).offer()
}

/** Register a device under its names. */
export async function register(client: SocketClient): Promise<void> {
  client.send('register', { media: { audio: true } })
  await client.next('ready')
}

/** Ask for a call, under an id that the device has not used before. */
export async function invite(client: SocketClient, callsid = tempId): Promise<void> {
  client.send('invite', { callsid, sdp: await offer(), twilio: {} })
}

/** Accept the call that rings at a device. Resolves to its call SID. */
export async function accept(client: SocketClient): Promise<string> {
  const { callsid, sdp } = await client.next('invite')
  const answer = await new FakeMedia().createEndpoint(() => undefined).answer(sdp)
  client.send('answer', { callsid, sdp: answer })
  return callsid
}

/** Two people who talk, each on the version of the protocol that their page speaks. */
export interface Conversation {
  readonly alice: SocketClient
  readonly bob: SocketClient
  readonly callSid: string
  readonly childSid: string
  /** By which alice comes back to her call; undefined for an older client. */
  readonly reconnect: string | undefined
  /** The description that alice's browser gave. */
  readonly sdp: string
}

/** Alice calls bob, and they talk. */
export async function talk(
  world: SignallingWorld,
  version: '1.5' | '1.6' = '1.6',
  token: { readonly tokenId?: string } = {},
): Promise<Conversation> {
  const { webhooks, enter } = world
  webhooks.serve(voiceUrl, () => ({ body: '<Response><Dial><Client>bob</Client></Dial></Response>' }))
  const bob = await enter({ incoming: 'bob', ...token }, version)
  await register(bob)
  const alice = await enter({ incoming: 'alice', outgoing: applicationSid, ...token }, version)
  const sdp = await offer()
  alice.send('invite', { callsid: tempId, sdp, twilio: {} })
  const childSid = await accept(bob)
  const { callsid: callSid, reconnect } = await alice.next('answer')
  return { alice, bob, callSid, childSid, reconnect, sdp }
}
