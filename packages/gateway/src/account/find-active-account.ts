import type { Store } from '../store/store.js'
import type { Account } from './account.js'

/** Find an account that may do something: it is active, and so is the one that owns it (Twilio, "Subaccounts"). */
export async function findActiveAccount(
  { accounts }: Pick<Store, 'accounts'>,
  sid: string,
): Promise<Account | undefined> {
  const account = await accounts.find(sid)
  if (account?.status !== 'active' || account.ownerAccountSid === account.sid) return activeOnly(account)
  return activeOnly(await accounts.find(account.ownerAccountSid)) && account
}

function activeOnly(account: Account | undefined): Account | undefined {
  return account?.status === 'active' ? account : undefined
}
