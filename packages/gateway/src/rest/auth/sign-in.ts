import { isSid } from '@ringdown/protocol'
import type { FastifyRequest } from 'fastify'
import type { Account } from '../../account/account.js'
import { isActiveAccount } from '../../account/find-active-account.js'
import { RestError } from '../error/rest-error.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { authenticate, type Identity } from './authenticate.js'
import { readBasicCredentials } from './basic-credentials.js'
import { decorateCaller, setCaller } from './caller.js'
import { FailedSignIns } from './failed-sign-ins.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An API key is not enough: the route shows or changes what opens the account itself. */
    readonly needsAuthToken?: boolean
    /** An owner may ask for this of a sub-account that is suspended or closed. */
    readonly allowsInactiveAccount?: boolean
  }
}

type SignInPorts = Pick<RestPorts, 'store' | 'clock' | 'onRefused'>

/** Let nobody into a scope without credentials (RFC 7617) for the account in the path. */
export function addSignIn(scope: RestScope, ports: SignInPorts): void {
  const failures = new FailedSignIns(ports.clock)
  decorateCaller(scope)
  scope.addHook('onRequest', async (request) => {
    const identity = await identify(request, ports, failures)
    const target = await targetOf(request, identity, ports)
    const { account, username, isApiKey } = identity
    setCaller(request, { account, username, isApiKey, target })
  })
}

async function identify(
  { headers, ip }: FastifyRequest,
  { store, onRefused }: SignInPorts,
  failures: FailedSignIns,
): Promise<Identity> {
  const credentials = readBasicCredentials(headers.authorization)
  if (credentials === undefined) throw unauthenticated()
  const { username } = credentials
  if (failures.isBlocked(ip, username)) throw new RestError(20429, 'Too many wrong credentials; wait a minute.')
  const identity = await authenticate(credentials, store)
  if (identity !== undefined) return identity
  failures.add(ip, username)
  // What is no SID may be a secret in the wrong place.
  onRefused(ip, isSid(username, 'AC') || isSid(username, 'SK') ? username : undefined)
  throw unauthenticated()
}

async function targetOf(
  request: FastifyRequest,
  { account, isApiKey }: Identity,
  { store }: SignInPorts,
): Promise<Account> {
  if (!(await isActiveAccount(store, account))) throw inactive()
  // Fastify makes the options anew for whoever asks for them.
  if (isApiKey && request.routeOptions.config.needsAuthToken === true) throw unauthenticated()
  const { AccountSid: sid } = request.params as { readonly AccountSid?: string }
  if (sid === undefined || sid === account.sid) return account
  // A key is good for its own account alone.
  const target = isSid(sid, 'AC') && !isApiKey ? await store.accounts.find(sid) : undefined
  if (target?.ownerAccountSid !== account.sid) throw unauthenticated()
  if (target.status !== 'active' && request.routeOptions.config.allowsInactiveAccount !== true) throw inactive()
  return target
}

const challenge = { 'WWW-Authenticate': 'Basic realm="Ringdown API"' }

function unauthenticated(): RestError {
  return new RestError(20003, undefined, { message: 'Authenticate', headers: challenge })
}

function inactive(): RestError {
  return new RestError(20005, undefined, { headers: challenge })
}
