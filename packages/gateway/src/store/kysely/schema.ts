import type { AccountSid } from '@ringdown/protocol'
import type { Generated } from 'kysely'
import type { Account } from '../../account/account.js'
import type { ApiKey } from '../../account/api-key.js'
import type { Application } from '../../account/application.js'
import type { IncomingPhoneNumber } from '../../account/incoming-phone-number.js'
import type { PresenceWebhook } from '../../account/presence-webhook.js'
import type { TokenRevocation } from '../../account/token-revocation.js'
import type { CallEventRecord } from '../../call/call-event-record.js'
import type { CallRecord } from '../../call/call-record.js'
import type { Notification } from '../../call/notification.js'
import type { UserDefinedMessageSubscription } from '../../call/user-defined-message-subscription.js'
import type { Bit } from './bit.js'

/** Rows that are listed in order carry their place in it, which the database hands out. */
interface Sequenced {
  readonly seq: Generated<number>
}

type WithBit<Row, Column extends keyof Row> = Omit<Row, Column> & Readonly<Record<Column, Bit>>

/**
 * The tables, under the names that TypeScript sees: a plugin turns `callEvents.callSid` into `call_events.call_sid`.
 *
 * A driver must return 64-bit integers as numbers: every one here is a Unix time or a sequence number, so it is exact.
 */
export interface Database {
  readonly accounts: Account
  readonly apiKeys: ApiKey
  readonly applications: WithBit<Application, 'voiceCallerIdLookup'>
  readonly incomingPhoneNumbers: WithBit<IncomingPhoneNumber, 'voiceCallerIdLookup'>
  readonly calls: CallRecord & Sequenced
  /** `detail` is JSON text. */
  readonly callEvents: Omit<CallEventRecord, 'detail'> & Sequenced & { readonly detail: string }
  readonly notifications: Notification & Sequenced
  readonly userDefinedMessageSubscriptions: UserDefinedMessageSubscription
  readonly presenceWebhooks: PresenceWebhook
  readonly tokenRevocations: Sequenced & {
    readonly accountSid: AccountSid
    readonly kind: TokenRevocation['kind']
    /** The token id, or the client name. */
    readonly value: string
    /** Unix seconds; null for a token id. */
    readonly issuedBefore: number | null
    /** Unix seconds. */
    readonly expiresAt: number
    readonly createdAt: number
  }
}
