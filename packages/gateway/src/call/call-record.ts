import type { AccountSid, ApplicationSid, CallDirection, CallSid, CallStatus, Sid } from '@ringdown/protocol'

/** One leg as it is kept: what the REST API shows of a call. */
export interface CallRecord {
  readonly sid: CallSid
  readonly accountSid: AccountSid
  /** The leg that dialled this one. */
  readonly parentCallSid: CallSid | null
  /** The application that answers it, for a leg that a device started. */
  readonly applicationSid: ApplicationSid | null
  /** The number of the account's own that it came in by. */
  readonly phoneNumberSid: Sid<'PN'> | null
  /** `client:<name>` or a number, as in webhooks. */
  readonly from: string
  readonly to: string
  readonly direction: CallDirection
  readonly status: CallStatus
  /** Why it ended, for a person; null while it runs and after an ordinary end. */
  readonly endReason: string | null
  /** Unix milliseconds; null until it happens. */
  readonly createdAt: number
  /** When dialling began. It never changes again, and neither does `endedAt`: lists are ordered by them. */
  readonly startedAt: number | null
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly updatedAt: number
}

/** What may change in a call. */
export type CallPatch = Partial<
  Pick<CallRecord, 'status' | 'endReason' | 'startedAt' | 'answeredAt' | 'endedAt' | 'to'>
>
