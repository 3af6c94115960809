import { callStatuses, statusCallbackEvents } from '@ringdown/protocol'
import { z } from 'zod'
import { calledParty, callingParty } from '../parameter/call-party.js'
import { choice, webhookMethod } from '../parameter/choice.js'
import { listOf } from '../parameter/list-of.js'
import { sendDigits } from '../parameter/send-digits.js'
import { sid } from '../parameter/sid.js'
import { text } from '../parameter/text.js'
import { truth } from '../parameter/truth.js'
import { webhookUrl } from '../parameter/webhook-url.js'
import { wholeNumber } from '../parameter/whole-number.js'

/** The longest document that can be given in a request, in characters. */
const maxTwimlLength = 4_000
/** What is given where nothing is ever done with it. */
const maxIgnoredLength = 4_000

/** Where documents come from, and who hears of a call. */
const scriptFields = {
  Url: webhookUrl().exactOptional(),
  Method: webhookMethod().exactOptional(),
  Twiml: text(maxTwimlLength).exactOptional(),
  FallbackUrl: webhookUrl().exactOptional(),
  FallbackMethod: webhookMethod().exactOptional(),
  // A wrong one does not keep a call from being made: its developer is notified.
  StatusCallback: text(maxIgnoredLength).exactOptional(),
  StatusCallbackMethod: webhookMethod().exactOptional(),
  TimeLimit: wholeNumber({ min: 1, max: 86_400 }).exactOptional(),
}

/** Parameters that are taken and have no effect, since what they are about is not there. */
const ignoredFields = {
  CallReason: text(maxIgnoredLength).exactOptional(),
  ClientNotificationUrl: webhookUrl().exactOptional(),
  Record: truth().exactOptional(),
  RecordingChannels: choice(['mono', 'dual']).exactOptional(),
  RecordingTrack: choice(['inbound', 'outbound', 'both']).exactOptional(),
  RecordingStatusCallback: webhookUrl(21609).exactOptional(),
  RecordingStatusCallbackMethod: webhookMethod().exactOptional(),
  RecordingStatusCallbackEvent: listOf(text(maxIgnoredLength)).exactOptional(),
  RecordingConfigurationId: text(maxIgnoredLength).exactOptional(),
  Trim: choice(['trim-silence', 'do-not-trim']).exactOptional(),
  MachineDetection: text(maxIgnoredLength).exactOptional(),
  MachineDetectionTimeout: text(maxIgnoredLength).exactOptional(),
  MachineDetectionSpeechThreshold: text(maxIgnoredLength).exactOptional(),
  MachineDetectionSpeechEndThreshold: text(maxIgnoredLength).exactOptional(),
  MachineDetectionSilenceTimeout: text(maxIgnoredLength).exactOptional(),
  AsyncAmd: text(maxIgnoredLength).exactOptional(),
  AsyncAmdStatusCallback: webhookUrl(21609).exactOptional(),
  AsyncAmdStatusCallbackMethod: webhookMethod().exactOptional(),
  SipAuthUsername: text(maxIgnoredLength).exactOptional(),
  SipAuthPassword: text(maxIgnoredLength).exactOptional(),
  Byoc: text(maxIgnoredLength).exactOptional(),
  CallToken: text(maxIgnoredLength).exactOptional(),
  Passports: text(maxIgnoredLength).exactOptional(),
}

/** The names of {@link ignoredFields}. */
export const ignoredParameters = Object.keys(ignoredFields)

/** What makes a call (Twilio, "Create a Call resource"). */
export const callOrderBody = z.object({
  To: calledParty(),
  From: callingParty(),
  ApplicationSid: sid('AP', 21218).exactOptional(),
  ...scriptFields,
  StatusCallbackEvent: listOf(choice(statusCallbackEvents)).exactOptional(),
  Timeout: wholeNumber({ min: 1, max: 600, code: 21208 }).exactOptional(),
  SendDigits: sendDigits().exactOptional(),
  CallerId: callingParty().exactOptional(),
  ...ignoredFields,
})

/** What changes a call that runs (Twilio, "Update a Call resource"). */
export const callChangeBody = z.object({
  ...scriptFields,
  Status: choice(callStatuses.filter((status) => status === 'completed' || status === 'canceled')).exactOptional(),
})

/** What came of the fields that both have. */
export type ScriptBody = z.infer<z.ZodObject<typeof scriptFields>>
