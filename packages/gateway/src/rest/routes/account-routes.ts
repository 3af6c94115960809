import type { AccountSid } from '@ringdown/protocol'
import { z } from 'zod'
import { type Account, accountStatuses } from '../../account/account.js'
import { createMailbox } from '../../call/mailbox.js'
import { callerOf } from '../auth/caller.js'
import { notFound, RestError } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { choice } from '../parameter/choice.js'
import { friendlyName } from '../parameter/text.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { accountResource, serialiseAccount } from '../serialise/serialise-account.js'
import { operation } from './operation.js'
import { accountPath } from './resource-path.js'

const list = '/Accounts.json'
const instance = '/Accounts/:AccountSid.json'
const tag = 'Accounts'

/** Accounts: the caller's own and its sub-accounts; list, create, fetch, update (Twilio, "Account resource"). */
export function addAccountRoutes(scope: RestScope, ports: RestPorts): void {
  addListRoutes(scope, ports)
  addInstanceRoutes(scope, ports)
}

function addListRoutes(scope: RestScope, { store, ids, clock }: RestPorts): void {
  const config = { needsAuthToken: true }
  const querystring = z.object({
    FriendlyName: friendlyName().exactOptional(),
    Status: choice(accountStatuses).exactOptional(),
    ...pageQuery,
  })
  const listed = { querystring, answers: { 200: pageOf('accounts', accountResource) } }
  scope.get(list, { config, ...operation(tag, 'List accounts', listed) }, async (request) => {
    const { FriendlyName, Status } = request.query
    const filter = { friendlyName: FriendlyName, status: Status }
    const page = await store.accounts.list(callerOf(request).account, filter, toPageRequest(request.query))
    return toPageBody(request, 'accounts', page, serialiseAccount)
  })
  const made = { body: z.object({ FriendlyName: friendlyName().exactOptional() }), answers: { 201: accountResource } }
  scope.post(list, { config, ...operation(tag, 'Create a sub-account', made) }, async (request, reply) => {
    const { account: owner } = callerOf(request)
    if (owner.ownerAccountSid !== owner.sid) throw new RestError(20006, 'A sub-account cannot have sub-accounts.')
    const now = clock.now()
    const given = request.body.FriendlyName ?? ''
    const account = newSubAccount({ sid: ids.sid('AC'), authToken: ids.secret() }, owner.sid, given, now)
    await store.accounts.insert(account)
    reply.code(201)
    return serialiseAccount(account)
  })
}

function addInstanceRoutes(scope: RestScope, { store, clock, endAccount }: RestPorts): void {
  const config = { needsAuthToken: true, allowsInactiveAccount: true }
  const params = accountPath
  const answers = { 200: accountResource }
  scope.get(instance, { config, ...operation(tag, 'Fetch an account', { params, answers }) }, (request) =>
    serialiseAccount(callerOf(request).target),
  )
  const body = z.object({
    FriendlyName: friendlyName().exactOptional(),
    Status: choice(accountStatuses).exactOptional(),
  })
  // One at a time, or an account could be closed between the look at its status and its change.
  const turns = createMailbox()
  const updated = operation(tag, 'Update an account', { params, body, answers })
  scope.post(instance, { config, ...updated }, (request) =>
    turns.post(async () => {
      const { account: caller } = callerOf(request)
      const target = await store.accounts.find(request.params.AccountSid)
      if (target === undefined) throw notFound(request)
      const { FriendlyName = target.friendlyName, Status = target.status } = request.body
      if (Status !== target.status) checkStatusChange(caller, target)
      const patch = { friendlyName: FriendlyName, status: Status }
      const account = await store.accounts.update(target.sid, patch, clock.now())
      if (account === undefined) throw notFound(request)
      if (Status !== target.status && Status !== 'active') await endAccount(account.sid)
      return serialiseAccount(account)
    }),
  )
}

function newSubAccount(
  credentials: Pick<Account, 'sid' | 'authToken'>,
  ownerAccountSid: AccountSid,
  friendlyName: string,
  now: number,
): Account {
  return {
    ...credentials,
    friendlyName: friendlyName === '' ? `SubAccount Created at ${formatMinute(now)}` : friendlyName,
    status: 'active',
    secondaryAuthToken: null,
    ownerAccountSid,
    createdAt: now,
    updatedAt: now,
  }
}

/** In UTC, as the official default name has it: `2026-11-21 03:05 pm`. */
function formatMinute(ms: number): string {
  const text = new Date(ms).toISOString()
  const hour = Number(text.slice(11, 13))
  const hourOfTwelve = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0')
  return `${text.slice(0, 10)} ${hourOfTwelve}:${text.slice(14, 16)} ${hour < 12 ? 'am' : 'pm'}`
}

function checkStatusChange(caller: Account, target: Account): void {
  // An account that suspended itself could not take it back.
  if (target.sid === caller.sid) throw new RestError(20006, 'Only the owner of a sub-account may change its Status.')
  if (target.status === 'closed') throw new RestError(20409, 'The account is closed, for good.')
}
