import type { IncomingPhoneNumber } from './incoming-phone-number.js'
import { isTollFree } from './phone-number.js'

/** What a number must be given, and what it may be. */
export type IncomingPhoneNumberDraft = Pick<IncomingPhoneNumber, 'sid' | 'accountSid' | 'phoneNumber'> &
  Partial<IncomingPhoneNumber>

/**
 * Fill in a number: named after itself, of the type that its digits tell, or else local, no URLs, POST everywhere, fully
 * vouched for: the gateway knows whose it is.
 */
export function createIncomingPhoneNumber(draft: IncomingPhoneNumberDraft, now: number): IncomingPhoneNumber {
  return {
    friendlyName: draft.phoneNumber,
    type: isTollFree(draft.phoneNumber) ? 'toll-free' : 'local',
    voiceApplicationSid: null,
    voiceUrl: null,
    voiceMethod: 'POST',
    voiceFallbackUrl: null,
    voiceFallbackMethod: 'POST',
    voiceCallerIdLookup: false,
    statusCallback: null,
    statusCallbackMethod: 'POST',
    stirStatus: 'A',
    smsApplicationSid: null,
    smsUrl: null,
    smsMethod: 'POST',
    smsFallbackUrl: null,
    smsFallbackMethod: 'POST',
    createdAt: now,
    updatedAt: now,
    ...draft,
  }
}
