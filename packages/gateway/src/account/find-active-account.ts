import type { Store } from '../store/store.js'
import type { Account } from './account.js'

/** Find an account that may do something. */
export async function findActiveAccount(store: Pick<Store, 'accounts'>, sid: string): Promise<Account | undefined> {
  const account = await store.accounts.find(sid)
  return account && (await isActiveAccount(store, account)) ? account : undefined
}

/** Whether an account may do something: it is active, and so is the one that owns it (Twilio, "Subaccounts"). */
export async function isActiveAccount(
  { accounts }: Pick<Store, 'accounts'>,
  { status, sid, ownerAccountSid }: Account,
): Promise<boolean> {
  if (status !== 'active' || ownerAccountSid === sid) return status === 'active'
  return (await accounts.find(ownerAccountSid))?.status === 'active'
}
