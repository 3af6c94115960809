import { twimlLimits } from '../twiml-limits.js'
import { isClientName } from '../client-name.js'
import { flag, httpMethod, matching, oneOf, someOf, url, wholeNumber } from './attribute-rule.js'
import { attributes, type ElementSchemas } from './element-schema.js'

const inResponse = ['Response'] as const

const ringTones =
  'at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us us-old tw ve za'

const recordValues =
  'do-not-record record-from-answer record-from-ringing record-from-answer-dual record-from-ringing-dual true false'

const { minDialTimeoutSeconds, maxDialTimeoutSeconds, maxDialSeconds } = twimlLimits

/** A telephone number, or a client's name or address: nothing that could break the parameters it is put into. */
const callerId = matching(isClientName, 13214, '')

/** The verbs that are carried out (Twilio, "TwiML for Programmable Voice"). */
export const verbSchemas = {
  Dial: {
    state: 'supported',
    parents: inResponse,
    hasText: true,
    nestedElementCode: 13215,
    attributes: {
      action: { state: 'supported', rule: url() },
      method: { state: 'supported', rule: httpMethod(13210) },
      timeout: { state: 'supported', rule: wholeNumber(minDialTimeoutSeconds, maxDialTimeoutSeconds, 13212) },
      timeLimit: { state: 'supported', rule: wholeNumber(1, maxDialSeconds, 13216) },
      callerId: { state: 'supported', rule: callerId },
      answerOnBridge: { state: 'supported', rule: flag(13219) },
      sequential: { state: 'supported', rule: flag(13218) },
      hangupOnStar: { state: 'supported', rule: flag(13213) },
      ringTone: { state: 'not-yet', rule: oneOf(ringTones.split(' '), 13220) },
      record: {
        state: 'not-yet',
        rule: oneOf(recordValues.split(' '), 13217),
        inertValues: ['do-not-record', 'false'],
      },
      trim: { state: 'not-yet', rule: oneOf(['trim-silence', 'do-not-trim']), inertValues: ['do-not-trim'] },
      recordingTrack: { state: 'not-yet', rule: oneOf(['both', 'inbound', 'outbound']), inertValues: ['both'] },
      recordingStatusCallback: { state: 'not-yet', rule: url(13256) },
      recordingStatusCallbackEvent: { state: 'not-yet', rule: someOf(['in-progress', 'completed', 'absent'], 13621) },
      recordingStatusCallbackMethod: { state: 'not-yet', rule: httpMethod() },
      ...attributes(
        'ignored',
        'referUrl',
        'referMethod',
        'events',
        'passports',
        'recordingConfigurationId',
        'callReason',
      ),
    },
  },
  Hangup: { state: 'supported', parents: inResponse, attributes: {} },
  Pause: {
    state: 'supported',
    parents: [...inResponse, 'Gather', 'Prompt'],
    attributes: { length: { state: 'supported', rule: matching((value) => /^0*[1-9]\d*$/.test(value), 13910, '') } },
  },
  Redirect: {
    state: 'supported',
    parents: inResponse,
    hasText: true,
    attributes: { method: { state: 'supported', rule: httpMethod(13710) } },
  },
  Reject: {
    state: 'supported',
    parents: inResponse,
    attributes: { reason: { state: 'supported', rule: oneOf(['rejected', 'busy'], 13810) } },
  },
} as const satisfies ElementSchemas
