import { onTestFinished } from 'vitest'
import type { RestWorld } from '../rest/test-support/rest-world.js'
import { accept, invite, register } from '../signalling/test-support/phone-call.js'
import type { SocketClient } from '../signalling/test-support/socket-client.js'
import { type Grants, tenantOn } from './tenant.js'
import { startWebApplication } from './web-application.js'

/** A call between two devices. */
interface Talk {
  readonly alice: SocketClient
  readonly bob: SocketClient
  readonly callSid: string
  readonly childSid: string
}

/** The devices of the account of a REST world: real WebSockets that end with the test. */
export interface RestPhone {
  token(grants: Grants): string
  /** Connect a device; it has said nothing yet. */
  open(): Promise<SocketClient>
  /** Connect a device whose token is accepted. */
  enter(grants: Grants, version?: string): Promise<SocketClient>
  /** Connect a device, and register it. */
  register(grants: Grants, version?: string): Promise<SocketClient>
  /** Have a device ask for a call. */
  invite(device: SocketClient): Promise<void>
  /** Alice calls bob, and they talk, both under tokens with this id. */
  talk(tokenId?: string): Promise<Talk>
}

/** Make the devices of a REST world. */
export async function createRestPhone({ baseUrl, account, clients, clock }: RestWorld): Promise<RestPhone> {
  const web = await startWebApplication()
  onTestFinished(() => web.close())
  web.on('/voice', '<Dial><Client>bob</Client></Dial>')
  const { sid: applicationSid } = await clients[6].applications.create({ voiceUrl: web.url('/voice') })
  const credentials = { accountSid: account.sid, authToken: account.authToken, applicationSid }
  const tenant = tenantOn({ url: `${baseUrl.replace('http', 'ws')}/signal` }, credentials)
  // By the machine's clock a token may lie in the future of the gateway's.
  const dated = (grants: Grants): Grants => ({ now: Math.floor(clock.now() / 1000), ...grants })
  const phone: RestPhone = {
    token: (grants) => tenant.token(dated(grants)),
    open: async () => endWithTest(await tenant.open()),
    invite: (device) => invite(device),
    enter: async (grants, version) => endWithTest(await tenant.enter(dated(grants), version)),
    async register(grants, version) {
      const device = await phone.enter(grants, version)
      await register(device)
      return device
    },
    async talk(tokenId) {
      const own = tokenId === undefined ? {} : { tokenId }
      const bob = await phone.register({ incoming: 'bob', ...own })
      const alice = await phone.enter({ incoming: 'alice', outgoing: true, ...own })
      await invite(alice)
      const childSid = await accept(bob)
      const { callsid: callSid } = await alice.next('answer')
      return { alice, bob, callSid, childSid }
    },
  }
  return phone
}

function endWithTest(device: SocketClient): SocketClient {
  onTestFinished(() => {
    device.drop()
  })
  return device
}
