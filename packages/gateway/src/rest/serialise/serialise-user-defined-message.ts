import type { AccountSid, CallSid, Sid } from '@ringdown/protocol'
import { z } from 'zod'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import type { UserDefinedMessageSubscription } from '../../call/user-defined-message-subscription.js'
import { apiVersion } from './api-version.js'
import { rfc2822, uriPath } from './resource-field.js'

const fields = { sid: z.string(), account_sid: z.string(), call_sid: z.string(), date_created: rfc2822 }

/** A message that was sent to the device of a call (Twilio, "UserDefinedMessages resource"). */
export const userDefinedMessageResource = z
  .object(fields)
  .meta({ id: 'UserDefinedMessage', description: 'A message that was sent to the device of a call.' })

/** A subscription to what the device of a call sends (Twilio, "UserDefinedMessageSubscriptions resource"). */
export const messageSubscriptionResource = z
  .object({ ...fields, uri: uriPath })
  .meta({ id: 'UserDefinedMessageSubscription', description: 'Where the messages of a call’s device are sent on to.' })

/** A message that has just been sent. */
export interface SentMessage {
  readonly sid: Sid<'KX'>
  readonly accountSid: AccountSid
  readonly callSid: CallSid
  /** Unix milliseconds. */
  readonly createdAt: number
}

/** Write a message as the REST API does. */
export function serialiseUserDefinedMessage(message: SentMessage): z.infer<typeof userDefinedMessageResource> {
  const { sid, accountSid, callSid, createdAt } = message
  return { sid, account_sid: accountSid, call_sid: callSid, date_created: formatRfc2822(createdAt) }
}

/** Write a subscription as the REST API does. */
export function serialiseMessageSubscription(
  subscription: UserDefinedMessageSubscription,
): z.infer<typeof messageSubscriptionResource> {
  const { sid, accountSid, callSid, createdAt } = subscription
  const path = `/${apiVersion}/Accounts/${accountSid}/Calls/${callSid}/UserDefinedMessageSubscriptions/${sid}.json`
  return { sid, account_sid: accountSid, call_sid: callSid, date_created: formatRfc2822(createdAt), uri: path }
}
