import type { AccountSid, ApplicationSid } from '@ringdown/protocol'
import type { Application } from '../account/application.js'
import type { Page, PageRequest } from './page.js'

/** Which applications of an account to list. */
export interface ApplicationFilter {
  readonly friendlyName?: string | undefined
}

/** TwiML applications as they are kept. */
export interface ApplicationStore {
  insert(application: Application): Promise<void>
  find(accountSid: AccountSid, sid: string): Promise<Application | undefined>
  /** Newest first. */
  list(accountSid: AccountSid, filter: ApplicationFilter, page: PageRequest): Promise<Page<Application>>
  update(
    accountSid: AccountSid,
    sid: ApplicationSid,
    patch: Partial<Omit<Application, 'sid' | 'accountSid' | 'createdAt' | 'updatedAt'>>,
    now: number,
  ): Promise<Application | undefined>
  delete(accountSid: AccountSid, sid: ApplicationSid): Promise<boolean>
}
