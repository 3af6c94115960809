import type { AccountSid, Sid } from '@ringdown/protocol'
import type { ApiKey } from '../account/api-key.js'
import type { Page, PageRequest } from './page.js'

/** API keys as they are kept. */
export interface ApiKeyStore {
  insert(key: ApiKey): Promise<void>
  find(sid: string): Promise<ApiKey | undefined>
  /** Newest first. */
  list(accountSid: AccountSid, page: PageRequest): Promise<Page<ApiKey>>
  update(
    accountSid: AccountSid,
    sid: string,
    patch: Partial<Pick<ApiKey, 'friendlyName'>>,
    now: number,
  ): Promise<ApiKey | undefined>
  delete(accountSid: AccountSid, sid: Sid<'SK'>): Promise<boolean>
}
