import { z } from 'zod'
import { stirStatuses } from '../../account/incoming-phone-number.js'
import { stirVerdict } from '../../call/application/telephone-params.js'
import { choice, webhookMethod } from '../parameter/choice.js'
import { areaCode, noAreaCode, phoneNumber } from '../parameter/phone-number.js'
import { sid, sidOrNone } from '../parameter/sid.js'
import { friendlyName } from '../parameter/text.js'
import { truth } from '../parameter/truth.js'
import { webhookUrl } from '../parameter/webhook-url.js'
import { apiVersion } from '../serialise/api-version.js'

/** What can be said of a number at any time. */
const settings = {
  FriendlyName: friendlyName().exactOptional(),
  ApiVersion: choice([apiVersion]).exactOptional(),
  VoiceApplicationSid: sidOrNone('AP', 21420).exactOptional(),
  VoiceUrl: webhookUrl(21402).exactOptional(),
  VoiceMethod: webhookMethod(21403).exactOptional(),
  VoiceFallbackUrl: webhookUrl(21402).exactOptional(),
  VoiceFallbackMethod: webhookMethod(21403).exactOptional(),
  VoiceCallerIdLookup: truth().exactOptional(),
  StatusCallback: webhookUrl(21609).exactOptional(),
  StatusCallbackMethod: webhookMethod(21403).exactOptional(),
  /** This gateway's own: what calls are presented with, as a level or as the verdict that calls are told. */
  StirStatus: choice([...stirStatuses, ...stirStatuses.map(stirVerdict), 'none']).exactOptional(),
  SmsApplicationSid: sidOrNone('AP', 21420).exactOptional(),
  SmsUrl: webhookUrl(21402).exactOptional(),
  SmsMethod: webhookMethod(21403).exactOptional(),
  SmsFallbackUrl: webhookUrl(21402).exactOptional(),
  SmsFallbackMethod: webhookMethod(21403).exactOptional(),
}

/** What makes a number (Twilio, "Provision a Phone Number"). */
export const newNumberBody = z.object({
  PhoneNumber: phoneNumber().exactOptional(),
  AreaCode: areaCode().exactOptional(),
  ...settings,
})

/** What makes a number of a certain type (Twilio, "IncomingPhoneNumber Local resource" and the like). */
export const newTypedNumberBody = z.object({
  PhoneNumber: phoneNumber({ missing: 21421 }),
  AreaCode: noAreaCode().exactOptional(),
  ...settings,
})

/** What changes a number, or moves it to another account (Twilio, "Update an IncomingPhoneNumber resource"). */
export const numberChangeBody = z.object({ AccountSid: sid('AC', 21470).exactOptional(), ...settings })

/** What came of the fields that both have. */
export type NumberSettings = z.infer<z.ZodObject<typeof settings>>
