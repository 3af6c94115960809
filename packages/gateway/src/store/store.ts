import type { AccountStore } from './account-store.js'
import type { ApiKeyStore } from './api-key-store.js'
import type { ApplicationStore } from './application-store.js'
import type { CallEventStore } from './call-event-store.js'
import type { CallStore } from './call-store.js'
import type { IncomingPhoneNumberStore } from './incoming-phone-number-store.js'
import type { NotificationStore } from './notification-store.js'
import type { PresenceWebhookStore } from './presence-webhook-store.js'
import type { TokenRevocationStore } from './token-revocation-store.js'
import type { UserDefinedMessageSubscriptionStore } from './user-defined-message-subscription-store.js'

/**
 * What outlives a restart. Every write is durable when its promise resolves: it survives a `kill -9` of the process.
 * Unknown SIDs give `undefined`. Times are Unix milliseconds and come from the caller. Writes that are not awaited
 * happen in the order in which they were asked for.
 *
 * Every method rejects with a StoreError: `conflict` for a SID or a telephone number that is taken, `unknown-reference`
 * for a row whose account, call or application is not there, `bad-page` for a page token that no list gave out, the
 * other codes when the store itself is out of order.
 */
export interface Store {
  readonly accounts: AccountStore
  readonly apiKeys: ApiKeyStore
  readonly applications: ApplicationStore
  readonly incomingPhoneNumbers: IncomingPhoneNumberStore
  readonly calls: CallStore
  readonly callEvents: CallEventStore
  readonly notifications: NotificationStore
  readonly userDefinedMessageSubscriptions: UserDefinedMessageSubscriptionStore
  readonly revokedTokens: TokenRevocationStore
  readonly presenceWebhooks: PresenceWebhookStore
  /** A number that is another one when somebody else has written: another process, or another store on the same data. */
  foreignVersion(): Promise<number>
  /** Whether the store answers, for health checks. */
  ping(): Promise<void>
  close(): Promise<void>
}
