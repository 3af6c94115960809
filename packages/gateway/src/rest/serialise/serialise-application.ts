import type { Application } from '../../account/application.js'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import type { HttpMethod } from '../../http-method.js'
import { apiVersion } from './api-version.js'

/** An application as the REST API writes it (Twilio, "Application resource"). */
export interface ApplicationResource {
  readonly sid: string
  readonly account_sid: string
  readonly friendly_name: string
  readonly api_version: string
  /** RFC 2822, in UTC. */
  readonly date_created: string
  /** RFC 2822, in UTC. */
  readonly date_updated: string
  /** A path without scheme and host. */
  readonly uri: string
  readonly voice_url: string | null
  readonly voice_method: HttpMethod
  readonly voice_fallback_url: string | null
  readonly voice_fallback_method: HttpMethod
  readonly voice_caller_id_lookup: boolean
  readonly status_callback: string | null
  readonly status_callback_method: HttpMethod
  readonly sms_url: string | null
  readonly sms_method: HttpMethod
  readonly sms_fallback_url: string | null
  readonly sms_fallback_method: HttpMethod
  readonly sms_status_callback: string | null
  readonly message_status_callback: string | null
  readonly public_application_connect_enabled: boolean
}

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
