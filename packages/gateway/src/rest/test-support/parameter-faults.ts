import {
  applicationSidOrNone,
  areaCode,
  called,
  callbackUrl,
  caller,
  choice,
  clientName,
  date,
  day,
  digitChoice,
  friendlyName,
  method,
  moment,
  noAreaCode,
  numberMethod,
  numberUrl,
  pageSize,
  pageToken,
  type ParameterFault,
  phoneNumber,
  phoneNumberPart,
  sendDigits,
  sid,
  text,
  tokenId,
  truth,
  url,
  wholeNumber,
} from './fault-kinds.js'

/** Faults by the name of the parameter. */
type Faults = Readonly<Record<string, ParameterFault>>

const apiVersion = choice('2010-04-01')
const accountStatus = choice('active, suspended or closed')

const page = {
  PageSize: pageSize,
  Page: wholeNumber(0, 999_999_999),
  PageToken: pageToken,
}

const sms = { SmsMethod: method, SmsFallbackMethod: method, SmsUrl: url, SmsFallbackUrl: url }
const voice = {
  ...{ VoiceUrl: url, VoiceMethod: method, VoiceFallbackUrl: url, VoiceFallbackMethod: method },
  ...{ VoiceCallerIdLookup: truth, StatusCallback: callbackUrl, StatusCallbackMethod: method },
}
const application = {
  ...{ FriendlyName: friendlyName, ApiVersion: apiVersion, ...voice, ...sms },
  ...{ SmsStatusCallback: callbackUrl, MessageStatusCallback: callbackUrl, PublicApplicationConnectEnabled: truth },
}

const stirStatuses = 'A, B, C, TN-Validation-Passed-A, TN-Validation-Passed-B, TN-Validation-Passed-C or none'
const number = {
  ...{ FriendlyName: friendlyName, ApiVersion: apiVersion, StirStatus: choice(stirStatuses) },
  ...{ VoiceApplicationSid: applicationSidOrNone, VoiceCallerIdLookup: truth },
  ...{ VoiceUrl: numberUrl, VoiceMethod: numberMethod, VoiceFallbackUrl: numberUrl, VoiceFallbackMethod: numberMethod },
  ...{ StatusCallback: callbackUrl, StatusCallbackMethod: numberMethod, SmsApplicationSid: applicationSidOrNone },
  ...{ SmsUrl: numberUrl, SmsMethod: numberMethod, SmsFallbackUrl: numberUrl, SmsFallbackMethod: numberMethod },
}

const typedNumber: Faults = {
  ...{ PhoneNumber: { ...phoneNumber, missing: [21421, 'PhoneNumber is invalid'] }, AreaCode: noAreaCode, ...number },
}
const numbers = { PhoneNumber: phoneNumberPart, FriendlyName: friendlyName, Beta: truth, Origin: text(64), ...page }
const numberTypes = ['Local', 'Mobile', 'TollFree']

const script = {
  ...{ Url: url, Method: method, Twiml: text(4_000), FallbackUrl: url, FallbackMethod: method },
  // A text that is no URL does not keep a call from being made: the developer is notified.
  ...{ StatusCallback: text(4_000), StatusCallbackMethod: method, TimeLimit: { ...wholeNumber(1, 86_400) } },
}
const recording = {
  ...{ Record: truth, RecordingChannels: choice('mono or dual'), RecordingTrack: choice('inbound, outbound or both') },
  ...{ RecordingStatusCallback: callbackUrl, RecordingStatusCallbackMethod: method },
  ...{ RecordingStatusCallbackEvent: text(4_000), RecordingConfigurationId: text(4_000) },
  Trim: choice('trim-silence or do-not-trim'),
}
const machineDetection = {
  ...{ MachineDetection: text(4_000), MachineDetectionTimeout: text(4_000) },
  ...{ MachineDetectionSpeechThreshold: text(4_000), MachineDetectionSpeechEndThreshold: text(4_000) },
  ...{ MachineDetectionSilenceTimeout: text(4_000), AsyncAmd: text(4_000) },
  ...{ AsyncAmdStatusCallback: callbackUrl, AsyncAmdStatusCallbackMethod: method },
}
const order: Faults = {
  CallerId: caller,
  ...{
    To: called,
    From: { ...caller, missing: [21213, 'Caller phone number is required'] },
    ApplicationSid: sid('AP', 21218, 'Invalid ApplicationSid'),
  },
  ...{ ...script, StatusCallbackEvent: choice('initiated, ringing, answered or completed') },
  ...{ Timeout: { ...wholeNumber(1, 600), code: 21208, text: 'Invalid Timeout' }, SendDigits: sendDigits },
  ...{ CallReason: text(4_000), ClientNotificationUrl: url, ...recording, ...machineDetection },
  ...{ SipAuthUsername: text(4_000), SipAuthPassword: text(4_000), Byoc: text(4_000), CallToken: text(4_000) },
  Passports: text(4_000),
}

const startTime = { StartTime: date, 'StartTime<': date, 'StartTime>': date }
const calls = {
  ...{ To: text(300), From: text(300), ParentCallSid: sid('CA'), ...startTime },
  ...{ EndTime: date, 'EndTime<': date, 'EndTime>': date },
  Status: choice('queued, ringing, in-progress, completed, busy, no-answer, failed or canceled'),
}
const notifications = {
  ...{ Log: digitChoice('0 or 1'), MessageDate: date, 'MessageDate<': date, 'MessageDate>': date },
}
const usage = { Category: text(64), StartDate: day, EndDate: day, IncludeSubaccounts: truth, ...page }
const required = { missing: [20422, 'Invalid Parameter'] } as const
const idempotencyKey = { ...text(255), rule: 'a text of 1 to 255 characters', wrong: [''] }
const kinds =
  'created, status, change, signal, webhook, status-callback, twiml, dtmf, media, quality, message, notification, ended or presence'

const api = '/2010-04-01/Accounts'
const account = `${api}/{AccountSid}`
const call = `${account}/Calls/{CallSid}`
const own = '/ringdown/v1/Accounts/{AccountSid}'
const spans = ['', '/Daily', '/Monthly', '/Yearly', '/AllTime', '/Today', '/Yesterday', '/ThisMonth', '/LastMonth']

/** What can be wrong in the query or the body of each operation that has one. */
export const parameterFaults: Readonly<Record<string, Faults>> = {
  [`GET ${api}.json`]: { FriendlyName: friendlyName, Status: accountStatus, ...page },
  [`POST ${api}.json`]: { FriendlyName: friendlyName },
  [`POST ${account}.json`]: { FriendlyName: friendlyName, Status: accountStatus },
  [`GET ${account}/Applications.json`]: { FriendlyName: friendlyName, ...page },
  [`POST ${account}/Applications.json`]: application,
  [`POST ${account}/Applications/{Sid}.json`]: application,
  [`GET ${account}/Calls.json`]: { ...calls, ...page },
  [`POST ${account}/Calls.json`]: order,
  [`POST ${account}/Calls/{Sid}.json`]: { ...script, Status: choice('completed or canceled') },
  [`GET ${call}/Events.json`]: page,
  [`GET ${call}/Notifications.json`]: { ...notifications, ...page },
  [`POST ${call}/UserDefinedMessages.json`]: {
    ...{ Content: { ...text(10_240), ...required }, IdempotencyKey: idempotencyKey },
  },
  [`POST ${call}/UserDefinedMessageSubscriptions.json`]: {
    ...{ Callback: { ...url, ...required }, Method: method, IdempotencyKey: idempotencyKey },
  },
  [`GET ${account}/IncomingPhoneNumbers.json`]: numbers,
  ...Object.fromEntries<Faults>(
    numberTypes.flatMap((type) => [
      [`GET ${account}/IncomingPhoneNumbers/${type}.json`, numbers],
      [`POST ${account}/IncomingPhoneNumbers/${type}.json`, typedNumber],
    ]),
  ),
  [`POST ${account}/IncomingPhoneNumbers.json`]: { PhoneNumber: phoneNumber, AreaCode: areaCode, ...number },
  [`POST ${account}/IncomingPhoneNumbers/{Sid}.json`]: {
    AccountSid: sid('AC', 21470, 'Invalid AccountSid'),
    ...number,
  },
  ...Object.fromEntries<Faults>(
    ['Keys', 'SigningKeys'].flatMap((name) => [
      [`GET ${account}/${name}.json`, page],
      [`POST ${account}/${name}.json`, { FriendlyName: friendlyName }],
      [`POST ${account}/${name}/{Sid}.json`, { FriendlyName: friendlyName }],
    ]),
  ),
  [`GET ${account}/Notifications.json`]: { ...notifications, ...page },
  [`POST ${account}/Tokens.json`]: { Ttl: wholeNumber(1, 86_400) },
  ...Object.fromEntries<Faults>(spans.map((span) => [`GET ${account}/Usage/Records${span}.json`, usage])),
  'POST /v1/AuthTokens/Secondary': { SuppressEmailNotification: truth },
  'POST /v1/AuthTokens/Promote': { SuppressEmailNotification: truth },
  [`GET ${own}/Devices`]: { ClientName: clientName, Registered: truth, ...page },
  [`GET ${own}/Events`]: { Kind: choice(kinds), CallSid: sid('CA') },
  [`POST ${own}/PresenceWebhook`]: { Url: { ...url, ...required }, Method: method },
  [`GET ${own}/TokenRevocations`]: page,
  [`POST ${own}/TokenRevocations`]: { TokenId: tokenId, ClientName: clientName, DateExpires: moment },
}

/** What a request has besides the parameter that is wrong, so that nothing else is. */
export const goodForms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [`POST ${account}/Applications/{Sid}.json`]: { FriendlyName: 'changed' },
  [`POST ${account}/Calls.json`]: { To: 'client:bob', From: 'client:shop', Twiml: '<Response/>' },
  [`POST ${account}/IncomingPhoneNumbers.json`]: { PhoneNumber: '+15557654321' },
  ...Object.fromEntries(
    numberTypes.map((type, index) => [
      `POST ${account}/IncomingPhoneNumbers/${type}.json`,
      { PhoneNumber: `+1555765432${index + 2}` },
    ]),
  ),
  [`POST ${call}/UserDefinedMessages.json`]: { Content: '1' },
  [`POST ${call}/UserDefinedMessageSubscriptions.json`]: { Callback: 'https://app.example/messages' },
  [`POST ${own}/PresenceWebhook`]: { Url: 'https://app.example/presence' },
  [`POST ${own}/TokenRevocations`]: { TokenId: 'a' },
}
