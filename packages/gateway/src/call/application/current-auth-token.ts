import type { Account } from '../../account/account.js'
import type { CallPorts } from '../call-ports.js'

/**
 * The auth token that an account's requests are signed with at this moment: an application knows the newest, and a call
 * may be older than that.
 */
export async function currentAuthToken({ store }: Pick<CallPorts, 'store'>, account: Account): Promise<string> {
  const { authToken } = (await store.accounts.find(account.sid)) ?? account
  return authToken
}
