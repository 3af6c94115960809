import type { CallSid } from '@ringdown/protocol'
import type { UserDefinedMessageSubscription } from '../call/user-defined-message-subscription.js'

/** Subscriptions to the messages of calls as they are kept. */
export interface UserDefinedMessageSubscriptionStore {
  /** A second one of a call with the same `idempotencyKey` is a `conflict`. */
  insert(subscription: UserDefinedMessageSubscription): Promise<void>
  /** Every subscription of a call, oldest first. */
  list(callSid: CallSid): Promise<readonly UserDefinedMessageSubscription[]>
  delete(callSid: CallSid, sid: string): Promise<boolean>
}
