import { z } from 'zod'
import { type IncomingPhoneNumber, phoneNumberTypes, stirStatuses } from '../../account/incoming-phone-number.js'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import { httpMethods } from '../../http-method.js'
import { apiVersion } from './api-version.js'
import { rfc2822, uriPath } from './resource-field.js'

/** What is the same for every number: there is no telephone network, no address and no emergency service behind it. */
const constants = {
  address_requirements: 'none',
  address_sid: null,
  beta: false,
  bundle_sid: null,
  capabilities: { voice: true, sms: false, mms: false, fax: false },
  emergency_address_sid: null,
  emergency_address_status: 'unregistered',
  emergency_status: 'Inactive',
  identity_sid: null,
  origin: 'twilio',
  status: 'in-use',
  trunk_sid: null,
  voice_receive_mode: 'voice',
} as const

/** A telephone number as the REST API writes it (Twilio, "IncomingPhoneNumber resource"). `stir_status` is our own. */
export const incomingPhoneNumberResource = z
  .object({
    sid: z.string(),
    account_sid: z.string(),
    phone_number: z.string(),
    friendly_name: z.string(),
    api_version: z.string(),
    date_created: rfc2822,
    date_updated: rfc2822,
    uri: uriPath,
    voice_application_sid: z.string().nullable(),
    voice_url: z.string().nullable(),
    voice_method: z.enum(httpMethods),
    voice_fallback_url: z.string().nullable(),
    voice_fallback_method: z.enum(httpMethods),
    voice_caller_id_lookup: z.boolean(),
    status_callback: z.string().nullable(),
    status_callback_method: z.enum(httpMethods),
    sms_application_sid: z.string().nullable(),
    sms_url: z.string().nullable(),
    sms_method: z.enum(httpMethods),
    sms_fallback_url: z.string().nullable(),
    sms_fallback_method: z.enum(httpMethods),
    stir_status: z.enum(stirStatuses).nullable(),
    type: z.enum(phoneNumberTypes),
    address_requirements: z.literal('none'),
    address_sid: z.null(),
    beta: z.literal(false),
    bundle_sid: z.null(),
    capabilities: z.object({
      voice: z.literal(true),
      sms: z.literal(false),
      mms: z.literal(false),
      fax: z.literal(false),
    }),
    emergency_address_sid: z.null(),
    emergency_address_status: z.literal('unregistered'),
    emergency_status: z.literal('Inactive'),
    identity_sid: z.null(),
    origin: z.literal('twilio'),
    status: z.literal('in-use'),
    trunk_sid: z.null(),
    voice_receive_mode: z.literal('voice'),
  })
  .meta({ id: 'IncomingPhoneNumber', description: 'A telephone number whose calls an application in here answers.' })

/** The same where a list is of one type (Twilio, "IncomingPhoneNumber Local resource" and the like), which goes without saying. */
export const typedPhoneNumberResource = incomingPhoneNumberResource
  .omit({ type: true })
  .meta({ id: 'TypedPhoneNumber', description: 'A telephone number in the list of its type.' })

/** What {@link typedPhoneNumberResource} describes. */
type TypedPhoneNumberResource = z.infer<typeof typedPhoneNumberResource>

/** What {@link incomingPhoneNumberResource} describes. */
export type IncomingPhoneNumberResource = z.infer<typeof incomingPhoneNumberResource>

/** Write a telephone number as the REST API does. */
export function serialiseIncomingPhoneNumber(number: IncomingPhoneNumber): IncomingPhoneNumberResource {
  return { ...serialiseTypedPhoneNumber(number), type: number.type }
}

/** Write a telephone number as the REST API does in the list of its type. */
export function serialiseTypedPhoneNumber(number: IncomingPhoneNumber): TypedPhoneNumberResource {
  return {
    sid: number.sid,
    account_sid: number.accountSid,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    api_version: apiVersion,
    date_created: formatRfc2822(number.createdAt),
    date_updated: formatRfc2822(number.updatedAt),
    uri: `/${apiVersion}/Accounts/${number.accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_application_sid: number.voiceApplicationSid,
    voice_url: number.voiceUrl,
    voice_method: number.voiceMethod,
    voice_fallback_url: number.voiceFallbackUrl,
    voice_fallback_method: number.voiceFallbackMethod,
    voice_caller_id_lookup: number.voiceCallerIdLookup,
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod,
    sms_application_sid: number.smsApplicationSid,
    sms_url: number.smsUrl,
    sms_method: number.smsMethod,
    sms_fallback_url: number.smsFallbackUrl,
    sms_fallback_method: number.smsFallbackMethod,
    stir_status: number.stirStatus,
    ...constants,
  }
}
