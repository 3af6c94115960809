import { callDirections, callStatuses, type RestCallStatus } from '@ringdown/protocol'
import { z } from 'zod'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import { durationSecondsOf } from '../../call/application/status-callbacks.js'
import type { CallRecord } from '../../call/call-record.js'
import { apiVersion } from './api-version.js'
import { rfc2822, uriPath } from './resource-field.js'

/** What a call is to a client of the REST API: `initiated` exists in callbacks only. */
export const restCallStatuses = callStatuses.filter((status): status is RestCallStatus => status !== 'initiated')

/** A call as the REST API writes it (Twilio, "Call resource"). */
export const callResource = z
  .object({
    sid: z.string(),
    account_sid: z.string(),
    parent_call_sid: z.string().nullable(),
    api_version: z.string(),
    date_created: rfc2822,
    date_updated: rfc2822,
    to: z.string(),
    to_formatted: z.string(),
    from: z.string(),
    from_formatted: z.string(),
    phone_number_sid: z.string().nullable(),
    status: z.enum(restCallStatuses),
    start_time: rfc2822.nullable(),
    end_time: rfc2822.nullable(),
    duration: z.string().nullable().meta({ description: 'Whole seconds; null while the call runs.' }),
    price: z.null(),
    price_unit: z.literal('USD'),
    direction: z.enum(callDirections),
    answered_by: z.null(),
    caller_name: z.null(),
    forwarded_from: z.null(),
    group_sid: z.null(),
    trunk_sid: z.null(),
    queue_time: z.string().meta({ description: 'Milliseconds.' }),
    uri: uriPath,
    subresource_uris: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Call', description: 'One leg: between a device, or a number of one’s own, and the gateway.' })

/** The lists of a call that there are, by the keys of `subresource_uris`. */
const lists = {
  events: 'Events',
  notifications: 'Notifications',
  user_defined_messages: 'UserDefinedMessages',
  user_defined_message_subscriptions: 'UserDefinedMessageSubscriptions',
}

/** Write a call as the REST API does. */
export function serialiseCall(call: CallRecord): z.infer<typeof callResource> {
  const path = `/${apiVersion}/Accounts/${call.accountSid}/Calls/${call.sid}`
  return {
    sid: call.sid,
    account_sid: call.accountSid,
    parent_call_sid: call.parentCallSid,
    api_version: apiVersion,
    date_created: formatRfc2822(call.createdAt),
    date_updated: formatRfc2822(call.updatedAt),
    to: call.to,
    to_formatted: call.to,
    from: call.from,
    from_formatted: call.from,
    phone_number_sid: call.phoneNumberSid,
    status: call.status === 'initiated' ? 'queued' : call.status,
    start_time: formatMoment(call.startedAt),
    end_time: formatMoment(call.endedAt),
    duration: durationOf(call),
    price: null,
    price_unit: 'USD',
    direction: call.direction,
    answered_by: null,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    trunk_sid: null,
    queue_time: '0',
    uri: `${path}.json`,
    subresource_uris: Object.fromEntries(Object.entries(lists).map(([key, name]) => [key, `${path}/${name}.json`])),
  }
}

function formatMoment(unixMs: number | null): string | null {
  return unixMs === null ? null : formatRfc2822(unixMs)
}

function durationOf(call: CallRecord): string | null {
  return call.endedAt === null ? null : String(durationSecondsOf(call))
}
