import type { AccountSid, ApplicationSid, Sid } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'

/** How well a call's number is vouched for: fully, in part, or at the gateway only (ATIS-1000074, attestation levels). */
export const stirStatuses = ['A', 'B', 'C'] as const

/** One of {@link stirStatuses}. */
export type StirStatus = (typeof stirStatuses)[number]

/** What kind of number it passes for. */
export const phoneNumberTypes = ['local', 'mobile', 'toll-free'] as const

/** One of {@link phoneNumberTypes}. */
export type PhoneNumberType = (typeof phoneNumberTypes)[number]

/**
 * A telephone number of an account's own: calls to it reach an application inside the gateway. An empty URL is `null`.
 * If `voiceApplicationSid` is set, the other voice settings and the status callback count for nothing.
 */
export interface IncomingPhoneNumber {
  readonly sid: Sid<'PN'>
  readonly accountSid: AccountSid
  /** In E.164 form; nobody else in the gateway has it. */
  readonly phoneNumber: string
  readonly type: PhoneNumberType
  readonly friendlyName: string
  readonly voiceApplicationSid: ApplicationSid | null
  readonly voiceUrl: string | null
  readonly voiceMethod: HttpMethod
  readonly voiceFallbackUrl: string | null
  readonly voiceFallbackMethod: HttpMethod
  readonly voiceCallerIdLookup: boolean
  readonly statusCallback: string | null
  readonly statusCallbackMethod: HttpMethod
  /**
   * What calls from this number are presented with, and calls of its own account to it from a number that nobody here has;
   * null for nothing.
   */
  readonly stirStatus: StirStatus | null
  readonly smsApplicationSid: ApplicationSid | null
  readonly smsUrl: string | null
  readonly smsMethod: HttpMethod
  readonly smsFallbackUrl: string | null
  readonly smsFallbackMethod: HttpMethod
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Unix milliseconds. */
  readonly updatedAt: number
}
