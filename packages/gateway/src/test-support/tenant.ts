import type { AccountSid } from '@ringdown/protocol'
import { ClientCapability, type IssueOptions } from '@ringdown/token'
import type { AccountResource } from '../rest/serialise/serialise-account.js'
import { SocketClient } from '../signalling/test-support/socket-client.js'
import type { Machine, ServingGateway } from './gateway-machine.js'

/** What a token grants. */
export interface Grants extends IssueOptions {
  /** The name that it may receive calls as. */
  readonly incoming?: string
  /** Whether it may call out, and to which application; `true` is the tenant's own. */
  readonly outgoing?: string | boolean
  /** Signed parameters. */
  readonly params?: Readonly<Record<string, string>>
  /** What signs it; the tenant's own auth token unless it is given. */
  readonly authToken?: string
}

/** An account with an application. */
export interface Credentials {
  readonly accountSid: AccountSid
  readonly authToken: string
  readonly applicationSid: string
}

/** An account on a gateway, and its devices. */
export interface Tenant extends Credentials {
  token(grants: Grants): string
  /** Connect a device; it has said nothing yet. */
  open(version?: string): Promise<SocketClient>
  /** Connect a device, and present a token that is accepted. */
  enter(grants: Grants, version?: string): Promise<SocketClient>
}

/** Make an account and an application with the gateway's own command. */
export async function createTenant(machine: Machine, gateway: ServingGateway, voiceUrl: string): Promise<Tenant> {
  const account = await machine.ask<AccountResource>('account', 'create')
  const options = ['--account-sid', account.sid, '--voice-url', voiceUrl]
  const { sid: applicationSid } = await machine.ask<{ sid: string }>('application', 'create', ...options)
  return tenantOn(gateway, { accountSid: account.sid as AccountSid, authToken: account.auth_token, applicationSid })
}

/** An account that is there already, on the gateway that serves now. */
export function tenantOn(
  { url }: Pick<ServingGateway, 'url'>,
  { accountSid, authToken, applicationSid }: Credentials,
): Tenant {
  const tenant: Tenant = {
    ...{ accountSid, authToken, applicationSid },
    token: (grants) => issue({ accountSid, authToken, applicationSid }, grants),
    open: (version = '1.6') => new SocketClient(url, version).opened(),
    async enter(grants, version = '1.6') {
      const device = await tenant.open(version)
      device.send('listen', { token: tenant.token(grants) })
      await device.next('connected')
      return device
    },
  }
  return tenant
}

function issue(
  { accountSid, applicationSid: ownApplicationSid, authToken: ownAuthToken }: Credentials,
  { incoming, outgoing = false, params, authToken = ownAuthToken, ...options }: Grants,
): string {
  const capability = new ClientCapability({ accountSid, authToken })
  if (incoming !== undefined) capability.addScope(new ClientCapability.IncomingClientScope(incoming))
  if (outgoing !== false) {
    const applicationSid = outgoing === true ? ownApplicationSid : outgoing
    const clientName = incoming ?? 'caller'
    capability.addScope(new ClientCapability.OutgoingClientScope({ applicationSid, clientName, params }))
  }
  return capability.toJwt(options)
}
