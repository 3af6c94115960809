import { z } from 'zod'

// Written from the public description of the official API, and not from the schemas that the gateway answers with.

const sid = (prefix: string): z.ZodString => z.string().regex(new RegExp(`^${prefix}[\\da-f]{32}$`))
const text = z.string()
/** A number in a text. */
const figure = z.string().regex(/^\d+(\.\d+)?$/)
const count = z.int().min(0)
const flag = z.boolean()
/** What is always unset here, since what it is about is not there. */
const unset = z.null()
/** In UTC with a numeric zone, the only form that the official clients read. */
const date = z
  .string()
  .regex(
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000$/,
  )
const day = z.iso.date()
const isoDate = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
const method = z.enum(['GET', 'POST'])
const url = z.url().nullable()
const apiVersion = z.literal('2010-04-01')
/** A path, without scheme and host. */
const uri = z.string().regex(/^\/2010-04-01\/Accounts(\/[\w/]+)?\.json(\?.*)?$/)
const uris = (...keys: readonly string[]): z.ZodObject =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, uri])))
const times = { date_created: date, date_updated: date }

const account = z.strictObject({
  ...{ sid: sid('AC'), auth_token: text, friendly_name: text, owner_account_sid: sid('AC'), ...times, uri },
  ...{ status: z.enum(['active', 'suspended', 'closed']), type: z.enum(['Trial', 'Full']) },
  subresource_uris: uris(
    ...['applications', 'balance', 'calls', 'incoming_phone_numbers', 'keys', 'notifications', 'signing_keys', 'usage'],
  ),
})

const voiceUrls = {
  ...{ voice_url: url, voice_method: method, voice_fallback_url: url, voice_fallback_method: method },
  ...{ voice_caller_id_lookup: flag, status_callback: url, status_callback_method: method },
}
const smsUrls = { sms_url: url, sms_method: method, sms_fallback_url: url, sms_fallback_method: method }

const application = z.strictObject({
  ...{ sid: sid('AP'), account_sid: sid('AC'), friendly_name: text, api_version: apiVersion, ...times, uri },
  ...{ ...voiceUrls, ...smsUrls, sms_status_callback: url, message_status_callback: url },
  public_application_connect_enabled: flag,
})

const call = z.strictObject({
  ...{
    sid: sid('CA'),
    account_sid: sid('AC'),
    parent_call_sid: sid('CA').nullable(),
    phone_number_sid: sid('PN').nullable(),
  },
  ...{ api_version: apiVersion, ...times, start_time: date.nullable(), end_time: date.nullable(), uri },
  ...{ to: text, to_formatted: text, from: text, from_formatted: text },
  status: z.enum(['queued', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer', 'canceled']),
  direction: z.enum(['inbound', 'outbound-api', 'outbound-dial']),
  ...{ duration: figure.nullable(), queue_time: figure, price: unset, price_unit: z.literal('USD') },
  ...{ answered_by: unset, caller_name: unset, forwarded_from: unset, group_sid: unset, trunk_sid: unset },
  subresource_uris: uris('events', 'notifications', 'user_defined_messages', 'user_defined_message_subscriptions'),
})

const callEvent = z.strictObject({
  request: z.strictObject({ method: method.nullable(), url, parameters: z.record(text, text) }),
  response: z.strictObject({
    ...{ response_code: count.nullable(), request_duration: count, content_type: text.nullable() },
    ...{ response_body: text.nullable(), date_created: date },
  }),
})

const notificationInList = z.strictObject({
  ...{ sid: sid('NO'), account_sid: sid('AC'), call_sid: sid('CA').nullable(), api_version: apiVersion, ...times, uri },
  ...{ message_date: date, log: z.enum(['0', '1']), error_code: z.string().regex(/^\d{5}$/), message_text: text },
  ...{ more_info: z.url(), request_method: method.nullable(), request_url: url },
})

const key = z.strictObject({ sid: sid('SK'), friendly_name: text, ...times })
const newKey = z.strictObject({ ...key.shape, secret: z.string().min(32) })

const usageRecord = z.strictObject({
  ...{
    account_sid: sid('AC'),
    api_version: apiVersion,
    category: text,
    description: text,
    start_date: day,
    end_date: day,
  },
  as_of: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
  ...{
    count: figure,
    count_unit: text,
    usage: figure,
    usage_unit: text,
    price: figure,
    price_unit: z.literal('usd'),
    uri,
  },
  subresource_uris: uris(
    ...['all_time', 'daily', 'last_month', 'monthly', 'this_month', 'today', 'yearly', 'yesterday'],
  ),
})

const number = z.strictObject({
  ...{ sid: sid('PN'), account_sid: sid('AC'), phone_number: z.e164(), friendly_name: text, api_version: apiVersion },
  ...{ ...times, uri, ...voiceUrls, ...smsUrls },
  ...{ voice_application_sid: sid('AP').nullable(), sms_application_sid: sid('AP').nullable() },
  ...{
    address_requirements: z.literal('none'),
    address_sid: unset,
    beta: flag,
    bundle_sid: unset,
    identity_sid: unset,
  },
  capabilities: z.strictObject({ voice: flag, sms: flag, mms: flag, fax: flag }),
  ...{ emergency_address_sid: unset, emergency_address_status: z.literal('unregistered') },
  ...{ emergency_status: z.enum(['Active', 'Inactive']), origin: text, status: text, trunk_sid: unset, type: text },
  voice_receive_mode: z.enum(['voice', 'fax']),
  // The gateway's own.
  stir_status: z.enum(['A', 'B', 'C']).nullable(),
})
/** In the list of its type, which says it all. */
const numberOfType = number.omit({ type: true })

const token = z.strictObject({
  ...{ account_sid: sid('AC'), username: text.nullable(), password: text.nullable(), ttl: figure, ...times },
  ice_servers: z.array(
    z.union([
      z.strictObject({ url: text, urls: text }),
      z.strictObject({ url: text, urls: text, username: text, credential: text }),
    ]),
  ),
})

const message = z.strictObject({ sid: sid('KX'), account_sid: sid('AC'), call_sid: sid('CA'), date_created: date })
const rotation = { account_sid: sid('AC'), date_created: isoDate, date_updated: isoDate, url: z.url() }

/** The keys of each resource, and the types of their values. */
export const resourceShapes = {
  ...{
    account,
    application,
    call,
    callEvent,
    notificationInList,
    key,
    newKey,
    usageRecord,
    number,
    numberOfType,
    token,
    message,
  },
  balance: z.strictObject({ account_sid: sid('AC'), balance: figure, currency: z.literal('USD') }),
  notification: z.strictObject({
    ...{ ...notificationInList.shape, request_variables: text.nullable(), response_headers: text.nullable() },
    response_body: text.nullable(),
  }),
  messageSubscription: z.strictObject({ ...message.shape, sid: sid('ZY'), uri }),
  secondaryAuthToken: z.strictObject({ ...rotation, secondary_auth_token: text }),
  authTokenPromotion: z.strictObject({ ...rotation, auth_token: text }),
}

/** What every page has besides its rows. */
export const pageShape = {
  ...{ page: count, page_size: count, start: count, end: count },
  ...{ uri, first_page_uri: uri, next_page_uri: uri.nullable(), previous_page_uri: uri.nullable() },
}
