import type { AccountSid } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { Page, PageRequest } from './page.js'

/** Which accounts to list; all that is given must match. */
export interface AccountFilter {
  readonly friendlyName?: string | undefined
  readonly status?: Account['status'] | undefined
}

/** Accounts as they are kept. */
export interface AccountStore {
  insert(account: Account): Promise<void>
  find(sid: string): Promise<Account | undefined>
  /** Every account there is, oldest first: for whoever runs the gateway. */
  all(): Promise<readonly Account[]>
  /** The accounts that an account may see, newest first: itself, and its sub-accounts. */
  list(
    viewer: Pick<Account, 'sid' | 'ownerAccountSid'>,
    filter: AccountFilter,
    page: PageRequest,
  ): Promise<Page<Account>>
  update(
    sid: AccountSid,
    patch: Partial<Pick<Account, 'friendlyName' | 'status' | 'authToken' | 'secondaryAuthToken'>>,
    now: number,
  ): Promise<Account | undefined>
}
