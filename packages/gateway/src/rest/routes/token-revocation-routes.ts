import type { AccountSid } from '@ringdown/protocol'
import { z } from 'zod'
import { longestRevocationSeconds, revokeClientName, revokeTokenId } from '../../account/token-revocation.js'
import type { TokenRevocation } from '../../account/token-revocation.js'
import { accountOf } from '../auth/caller.js'
import { RestError } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { clientName } from '../parameter/client-name.js'
import { moment } from '../parameter/moment.js'
import { tokenId } from '../parameter/token-id.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { serialiseTokenRevocation, tokenRevocationResource } from '../serialise/serialise-token-revocation.js'
import { operation } from './operation.js'
import { accountPath } from './resource-path.js'

const list = '/Accounts/:AccountSid/TokenRevocations'
const tag = 'Token revocations (Ringdown)'

const body = z.object({
  TokenId: tokenId().exactOptional(),
  ClientName: clientName().exactOptional(),
  DateExpires: moment().exactOptional(),
})

/** Revocations of tokens: list, create. What is revoked stays revoked: a new token is what helps. */
export function addTokenRevocationRoutes(scope: RestScope, { store, clock, expelInvalid }: RestPorts): void {
  const querystring = z.object(pageQuery)
  const listed = { params: accountPath, querystring, answers: { 200: pageOf('revocations', tokenRevocationResource) } }
  scope.get(list, operation(tag, 'List revocations', listed), async (request) => {
    const page = await store.revokedTokens.list(accountOf(request).sid, toPageRequest(request.query))
    return toPageBody(request, 'revocations', page, serialiseTokenRevocation)
  })
  const made = { params: accountPath, body, answers: { 201: tokenRevocationResource } }
  scope.post(list, operation(tag, 'Revoke the tokens with an id, or for a client', made), async (request, reply) => {
    const { sid } = accountOf(request)
    const now = clock.now()
    const revocation = readRevocation(sid, request.body, now)
    await store.revokedTokens.prune(Math.floor(now / 1000))
    await store.revokedTokens.revoke(revocation)
    await expelInvalid(sid)
    reply.code(201)
    return serialiseTokenRevocation((await findKept(revocation)) ?? revocation)
  })

  /** One that was made before may refuse more. */
  async function findKept(revocation: TokenRevocation): Promise<TokenRevocation | undefined> {
    const isOfClient = revocation.kind === 'client-name'
    const token = {
      tokenId: isOfClient ? undefined : revocation.tokenId,
      clientNames: isOfClient ? [revocation.clientName] : [],
    }
    const kept = await store.revokedTokens.concerning(revocation.accountSid, token)
    return kept.find(({ kind }) => kind === revocation.kind)
  }
}

function readRevocation(accountSid: AccountSid, given: z.infer<typeof body>, now: number): TokenRevocation {
  const { TokenId: id, ClientName: name, DateExpires: expiry } = given
  if (id !== undefined && name !== undefined) throw new RestError(20422, 'Give TokenId or ClientName, not both.')
  if (name !== undefined) {
    if (expiry !== undefined) throw new RestError(20422, 'DateExpires goes with TokenId alone.')
    return revokeClientName(accountSid, name, now)
  }
  if (id === undefined) throw new RestError(20422, 'TokenId or ClientName is required.')
  if (expiry === undefined) return revokeTokenId(accountSid, id, now)
  if (expiry <= now || expiry > now + longestRevocationSeconds * 1000)
    throw new RestError(20422, 'DateExpires must be in the future, within 366 days.')
  return revokeTokenId(accountSid, id, now, Math.ceil(expiry / 1000))
}
