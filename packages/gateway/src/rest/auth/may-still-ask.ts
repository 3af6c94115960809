import type { FastifyRequest } from 'fastify'
import { findActiveAccount } from '../../account/find-active-account.js'
import type { Store } from '../../store/store.js'
import { authenticate } from './authenticate.js'
import { readBasicCredentials } from './basic-credentials.js'
import { accountOf } from './caller.js'

/** Whether a request that goes on and on would still be let in: its credentials hold, and its account is active. */
export async function mayStillAsk(
  request: FastifyRequest,
  store: Pick<Store, 'accounts' | 'apiKeys'>,
): Promise<boolean> {
  const credentials = readBasicCredentials(request.headers.authorization)
  const identity = credentials && (await authenticate(credentials, store))
  if (identity === undefined || (await findActiveAccount(store, identity.account.sid)) === undefined) return false
  return (await findActiveAccount(store, accountOf(request).sid)) !== undefined
}
