import { flag, httpMethod, matching, oneOf, someOf, url, urlOrNone, wholeNumber } from './attribute-rule.js'
import { attributes, type AttributeSchema, type ElementSchemas } from './element-schema.js'

const inResponse = ['Response'] as const
const spoken = ['Response', 'Gather', 'Prompt'] as const
const anyNumber = (code: 13410 | 13510): AttributeSchema => ({
  state: 'not-yet',
  rule: wholeNumber(0, Number.MAX_SAFE_INTEGER, code),
})

const gatherAttributes: Readonly<Record<string, AttributeSchema>> = {
  action: { state: 'not-yet', rule: url() },
  method: { state: 'not-yet', rule: httpMethod(13312) },
  input: { state: 'not-yet', rule: someOf(['dtmf', 'speech'], 13326) },
  timeout: { state: 'not-yet', rule: wholeNumber(1, Number.MAX_SAFE_INTEGER, 13313) },
  numDigits: { state: 'not-yet', rule: wholeNumber(1, Number.MAX_SAFE_INTEGER, 13314) },
  finishOnKey: { state: 'not-yet', rule: matching((value) => /^[\d*#]?$/.test(value), 13310, '') },
  actionOnEmptyResult: { state: 'not-yet', rule: flag(13338) },
  bargeIn: { state: 'not-yet', rule: flag() },
  ...attributes('not-yet', 'speechTimeout', 'speechModel', 'language', 'hints', 'profanityFilter', 'maxSpeechTime'),
  ...attributes('not-yet', 'enhanced', 'partialResultCallback', 'partialResultCallbackMethod', 'debug'),
}

const recordAttributes: Readonly<Record<string, AttributeSchema>> = {
  action: { state: 'not-yet', rule: url() },
  method: { state: 'not-yet', rule: httpMethod(13610) },
  timeout: { state: 'not-yet', rule: wholeNumber(1, Number.MAX_SAFE_INTEGER, 13611) },
  maxLength: { state: 'not-yet', rule: wholeNumber(2, 14_400, 13612) },
  finishOnKey: { state: 'not-yet', rule: matching((value) => /^[\d*#]*$/.test(value), 13613, '') },
  playBeep: { state: 'not-yet', rule: flag(13616) },
  trim: { state: 'not-yet', rule: oneOf(['trim-silence', 'do-not-trim'], 13699) },
  recordingStatusCallback: { state: 'not-yet', rule: url(13256) },
  recordingStatusCallbackEvent: { state: 'not-yet', rule: someOf(['in-progress', 'completed', 'absent'], 13621) },
  recordingStatusCallbackMethod: { state: 'not-yet', rule: httpMethod() },
  ...attributes('not-yet', 'transcribe', 'transcribeCallback', 'recordingConfigurationId'),
}

const enqueueAttributes: Readonly<Record<string, AttributeSchema>> = {
  action: { state: 'not-yet', rule: url(14203) },
  method: { state: 'not-yet', rule: httpMethod(14201) },
  waitUrl: { state: 'not-yet', rule: urlOrNone(14202) },
  waitUrlMethod: { state: 'not-yet', rule: httpMethod(14206) },
  ...attributes('not-yet', 'maxQueueSize', 'workflowSid'),
}

/** The verbs that are known and cannot be carried out yet. */
export const laterVerbSchemas = {
  Say: {
    state: 'not-yet',
    parents: spoken,
    hasText: true,
    attributes: { loop: anyNumber(13510), ...attributes('not-yet', 'voice', 'language') },
  },
  Play: {
    state: 'not-yet',
    parents: spoken,
    hasText: true,
    attributes: {
      loop: anyNumber(13410),
      digits: { state: 'not-yet', rule: matching((value) => /^[\dA-D*#wW]+$/.test(value), 13430, '') },
    },
  },
  Gather: { state: 'not-yet', parents: inResponse, nestedElementCode: 13320, attributes: gatherAttributes },
  Record: { state: 'not-yet', parents: inResponse, attributes: recordAttributes },
  Enqueue: { state: 'not-yet', parents: inResponse, hasText: true, attributes: enqueueAttributes },
  Leave: { state: 'not-yet', parents: inResponse, attributes: {} },
  Start: { state: 'not-yet', parents: inResponse, attributes: attributes('not-yet', 'action', 'method') },
  Stop: { state: 'not-yet', parents: inResponse, attributes: {} },
  Connect: { state: 'not-yet', parents: inResponse, attributes: attributes('not-yet', 'action', 'method') },
  Refer: { state: 'not-yet', parents: inResponse, attributes: attributes('not-yet', 'action', 'method') },
  Echo: { state: 'not-yet', parents: inResponse, attributes: {} },
} as const satisfies ElementSchemas
