import { z } from 'zod'
import type { Application } from '../../account/application.js'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import { httpMethods } from '../../http-method.js'
import { apiVersion } from './api-version.js'
import { rfc2822, uriPath } from './resource-field.js'

/** An application as the REST API writes it (Twilio, "Application resource"). */
export const applicationResource = z
  .object({
    sid: z.string(),
    account_sid: z.string(),
    friendly_name: z.string(),
    api_version: z.string(),
    date_created: rfc2822,
    date_updated: rfc2822,
    uri: uriPath,
    voice_url: z.string().nullable(),
    voice_method: z.enum(httpMethods),
    voice_fallback_url: z.string().nullable(),
    voice_fallback_method: z.enum(httpMethods),
    voice_caller_id_lookup: z.boolean(),
    status_callback: z.string().nullable(),
    status_callback_method: z.enum(httpMethods),
    sms_url: z.string().nullable(),
    sms_method: z.enum(httpMethods),
    sms_fallback_url: z.string().nullable(),
    sms_fallback_method: z.enum(httpMethods),
    sms_status_callback: z.string().nullable(),
    message_status_callback: z.string().nullable(),
    public_application_connect_enabled: z.boolean(),
  })
  .meta({ id: 'Application', description: 'A TwiML application: a named collection of URLs that answer calls.' })

/** What {@link applicationResource} describes. */
export type ApplicationResource = z.infer<typeof applicationResource>

/** Write an application as the REST API does. */
export function serialiseApplication(application: Application): ApplicationResource {
  return {
    sid: application.sid,
    account_sid: application.accountSid,
    friendly_name: application.friendlyName,
    api_version: apiVersion,
    date_created: formatRfc2822(application.createdAt),
    date_updated: formatRfc2822(application.updatedAt),
    uri: `/${apiVersion}/Accounts/${application.accountSid}/Applications/${application.sid}.json`,
    voice_url: application.voiceUrl,
    voice_method: application.voiceMethod,
    voice_fallback_url: application.voiceFallbackUrl,
    voice_fallback_method: application.voiceFallbackMethod,
    voice_caller_id_lookup: application.voiceCallerIdLookup,
    status_callback: application.statusCallback,
    status_callback_method: application.statusCallbackMethod,
    sms_url: application.smsUrl,
    sms_method: application.smsMethod,
    sms_fallback_url: application.smsFallbackUrl,
    sms_fallback_method: application.smsFallbackMethod,
    sms_status_callback: application.smsStatusCallback,
    message_status_callback: application.messageStatusCallback,
    // Connect apps are no part of this gateway.
    public_application_connect_enabled: false,
  }
}
