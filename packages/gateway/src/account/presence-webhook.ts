import type { AccountSid } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'

/** Where an account is told who comes and who goes. */
export interface PresenceWebhook {
  readonly accountSid: AccountSid
  readonly url: string
  readonly method: HttpMethod
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Unix milliseconds. */
  readonly updatedAt: number
}
