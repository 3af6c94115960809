import { statusCallbackEvents } from '@ringdown/protocol'
import { flag, httpMethod, matching, oneOf, someOf, url, urlOrNone, wholeNumber } from './attribute-rule.js'
import { attributes, type AttributeSchema, type ElementSchemas } from './element-schema.js'

const inDial = ['Dial'] as const

/** Values that are judged when the noun is supported. */
const answeringMachine = attributes(
  'not-yet',
  'machineDetection',
  'machineDetectionTimeout',
  'machineDetectionSpeechThreshold',
  'machineDetectionSpeechEndThreshold',
  'machineDetectionSilenceTimeout',
  'amdStatusCallback',
  'amdStatusCallbackMethod',
)
const recordingCallback = attributes(
  'not-yet',
  'recordingStatusCallback',
  'recordingStatusCallbackEvent',
  'recordingStatusCallbackMethod',
  'recordingConfigurationId',
)
const progressCallback = attributes('not-yet', 'statusCallback', 'statusCallbackEvent', 'statusCallbackMethod')

const conferenceAttributes: Readonly<Record<string, AttributeSchema>> = {
  muted: { state: 'not-yet', rule: flag(13230) },
  startConferenceOnEnter: { state: 'not-yet', rule: flag(13232) },
  endConferenceOnExit: { state: 'not-yet', rule: flag(13231) },
  beep: { state: 'not-yet', rule: oneOf(['true', 'false', 'onEnter', 'onExit'], 13235) },
  maxParticipants: { state: 'not-yet', rule: wholeNumber(1, 250) },
  waitUrl: { state: 'not-yet', rule: urlOrNone(13233) },
  waitMethod: { state: 'not-yet', rule: httpMethod(13234) },
  record: { state: 'not-yet', rule: oneOf(['do-not-record', 'record-from-start', 'true', 'false']) },
  trim: { state: 'not-yet', rule: oneOf(['trim-silence', 'do-not-trim'], 13239) },
  ...progressCallback,
  ...recordingCallback,
  ...attributes('not-yet', 'participantLabel', 'coach', 'jitterBufferSize', 'region', 'eventCallbackUrl'),
}

/** What `<Dial>` can be asked to reach, and what stands in it (Twilio, "TwiML Voice: Dial"). */
export const dialNounSchemas = {
  Client: {
    state: 'supported',
    parents: inDial,
    hasText: true,
    attributes: {
      url: { state: 'supported', rule: urlOrNone() },
      method: { state: 'supported', rule: httpMethod() },
      statusCallback: { state: 'supported', rule: urlOrNone() },
      statusCallbackEvent: { state: 'supported', rule: someOf(statusCallbackEvents) },
      statusCallbackMethod: { state: 'supported', rule: httpMethod() },
      ...attributes('ignored', 'clientNotificationUrl'),
    },
  },
  Identity: { state: 'supported', parents: ['Client'], hasText: true, attributes: {} },
  Parameter: {
    state: 'supported',
    parents: ['Client', 'Application', 'Hangup', 'Reject', 'Stream', 'Siprec', 'ConversationRelay', 'VirtualAgent'],
    attributes: attributes('supported', 'name', 'value'),
  },
  Conference: { state: 'not-yet', parents: inDial, hasText: true, attributes: conferenceAttributes },
  Queue: {
    state: 'not-yet',
    parents: inDial,
    hasText: true,
    attributes: {
      url: { state: 'not-yet', rule: url(14211) },
      method: { state: 'not-yet', rule: httpMethod(14210) },
      ...attributes('not-yet', 'reservationSid', 'postWorkActivitySid'),
    },
  },
  Application: {
    state: 'not-yet',
    parents: inDial,
    hasText: true,
    attributes: { ...attributes('not-yet', 'url', 'method', 'customerId', 'copyParentTo'), ...progressCallback },
  },
  ApplicationSid: { state: 'not-yet', parents: ['Application'], hasText: true, attributes: {} },
  Number: {
    state: 'supported',
    parents: inDial,
    hasText: true,
    attributes: {
      sendDigits: {
        state: 'supported',
        rule: matching((value) => /^[\dA-D*#wW]{1,32}$/.test(value), 12200, 'Use up to 32 of 0-9 A-D * # w W.'),
      },
      url: { state: 'supported', rule: urlOrNone() },
      method: { state: 'supported', rule: httpMethod() },
      byoc: { state: 'not-yet' },
      statusCallback: { state: 'supported', rule: urlOrNone() },
      statusCallbackEvent: { state: 'supported', rule: someOf(statusCallbackEvents) },
      statusCallbackMethod: { state: 'supported', rule: httpMethod() },
      ...answeringMachine,
    },
  },
  Sip: {
    state: 'not-yet',
    parents: [...inDial, 'Refer'],
    hasText: true,
    attributes: {
      ...attributes('not-yet', 'username', 'password', 'url', 'method'),
      ...progressCallback,
      ...answeringMachine,
    },
  },
  Uri: {
    state: 'not-yet',
    parents: ['Sip'],
    hasText: true,
    attributes: attributes('not-yet', 'priority', 'weight', 'username', 'password'),
  },
  Headers: { state: 'not-yet', parents: ['Sip'], attributes: {} },
  Header: { state: 'not-yet', parents: ['Headers'], attributes: attributes('not-yet', 'name', 'value') },
} as const satisfies ElementSchemas
