import type { AccountSid, ApplicationSid } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'

/** A TwiML application: a named collection of URLs that answer calls. An empty URL is `null`. */
export interface Application {
  readonly sid: ApplicationSid
  readonly accountSid: AccountSid
  readonly friendlyName: string
  readonly voiceUrl: string | null
  readonly voiceMethod: HttpMethod
  readonly voiceFallbackUrl: string | null
  readonly voiceFallbackMethod: HttpMethod
  readonly statusCallback: string | null
  readonly statusCallbackMethod: HttpMethod
  readonly voiceCallerIdLookup: boolean
  readonly smsUrl: string | null
  readonly smsMethod: HttpMethod
  readonly smsFallbackUrl: string | null
  readonly smsFallbackMethod: HttpMethod
  readonly smsStatusCallback: string | null
  readonly messageStatusCallback: string | null
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Unix milliseconds. */
  readonly updatedAt: number
}
