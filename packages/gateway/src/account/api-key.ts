import type { AccountSid, Sid } from '@ringdown/protocol'

/** A key that signs access tokens, and authenticates like the account. */
export interface ApiKey {
  readonly sid: Sid<'SK'>
  readonly accountSid: AccountSid
  readonly friendlyName: string
  /** Shown once, when the key is made; kept because HS256 needs it to verify. */
  readonly secret: string
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Unix milliseconds. */
  readonly updatedAt: number
}
