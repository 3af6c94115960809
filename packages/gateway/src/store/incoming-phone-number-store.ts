import type { AccountSid, Sid } from '@ringdown/protocol'
import type { IncomingPhoneNumber, PhoneNumberType } from '../account/incoming-phone-number.js'
import type { Page, PageRequest } from './page.js'

/** Which numbers of an account to list; all that is given must match. */
export interface IncomingPhoneNumberFilter {
  /** A part of the number; `*` stands for any one character. */
  readonly phoneNumber?: string | undefined
  readonly friendlyName?: string | undefined
  readonly type?: PhoneNumberType | undefined
}

/** What may change in a number, its account included. */
export type IncomingPhoneNumberPatch = Partial<
  Omit<IncomingPhoneNumber, 'sid' | 'phoneNumber' | 'type' | 'createdAt' | 'updatedAt'>
>

/** Telephone numbers as they are kept. An application that is deleted is taken out of the numbers that it answered. */
export interface IncomingPhoneNumberStore {
  /** A number that somebody has already is a `conflict`. */
  insert(number: IncomingPhoneNumber): Promise<void>
  find(accountSid: AccountSid, sid: string): Promise<IncomingPhoneNumber | undefined>
  /** Find a number in E.164 form, whoever has it. */
  findByNumber(phoneNumber: string): Promise<IncomingPhoneNumber | undefined>
  /** Newest first. */
  list(accountSid: AccountSid, filter: IncomingPhoneNumberFilter, page: PageRequest): Promise<Page<IncomingPhoneNumber>>
  update(
    accountSid: AccountSid,
    sid: string,
    patch: IncomingPhoneNumberPatch,
    now: number,
  ): Promise<IncomingPhoneNumber | undefined>
  delete(accountSid: AccountSid, sid: Sid<'PN'>): Promise<boolean>
}
