import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { ApiKey } from '../account/api-key.js'
import type { Application } from '../account/application.js'
import { createApplication } from '../account/create-application.js'
import { createIncomingPhoneNumber } from '../account/create-incoming-phone-number.js'
import type { IncomingPhoneNumber } from '../account/incoming-phone-number.js'
import type { PresenceWebhook } from '../account/presence-webhook.js'
import type { CallEventRecord } from '../call/call-event-record.js'
import type { CallRecord } from '../call/call-record.js'
import type { Notification } from '../call/notification.js'
import type { UserDefinedMessageSubscription } from '../call/user-defined-message-subscription.js'

/** The account that rows belong to unless they say otherwise. */
export const accountSid = testSid('AC', 1)

/** A SID with this number in it. */
export function testSid<Prefix extends 'AC' | 'AP' | 'CA' | 'NO' | 'PN' | 'SK' | 'ZY'>(
  prefix: Prefix,
  number: number,
): `${Prefix}${string}` {
  return `${prefix}${number.toString(16).padStart(32, '0')}`
}

/** An account. */
export function anAccount(changes: Partial<Account> = {}): Account {
  const sid: AccountSid = changes.sid ?? accountSid
  return {
    sid,
    friendlyName: 'Example',
    status: 'active',
    authToken: '0123456789abcdef0123456789abcdef',
    secondaryAuthToken: null,
    ownerAccountSid: sid,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    ...changes,
  }
}

/** An API key of {@link accountSid}. */
export function anApiKey(changes: Partial<ApiKey> = {}): ApiKey {
  return {
    sid: testSid('SK', 1),
    accountSid,
    friendlyName: 'Browser phones',
    secret: 'fedcba9876543210fedcba9876543210',
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    ...changes,
  }
}

/** An application of {@link accountSid}. */
export function anApplication(changes: Partial<Application> = {}): Application {
  const draft = { sid: testSid('AP', 1), accountSid, friendlyName: 'Front desk', voiceUrl: 'https://app.example/voice' }
  return createApplication({ ...draft, ...changes }, 1_700_000_000_000)
}

/** A telephone number of {@link accountSid}. */
export function anIncomingPhoneNumber(changes: Partial<IncomingPhoneNumber> = {}): IncomingPhoneNumber {
  const draft = { sid: testSid('PN', 1), accountSid, phoneNumber: '+15550100', voiceUrl: 'https://app.example/voice' }
  return createIncomingPhoneNumber({ ...draft, ...changes }, 1_700_000_000_000)
}

/** A call of {@link accountSid}. */
export function aCall(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    sid: testSid('CA', 1),
    accountSid,
    parentCallSid: null,
    applicationSid: testSid('AP', 1),
    phoneNumberSid: null,
    from: 'client:alice',
    to: 'client:bob',
    direction: 'inbound',
    status: 'ringing',
    endReason: null,
    createdAt: 1_700_000_000_000,
    startedAt: changes.createdAt ?? 1_700_000_000_000,
    answeredAt: null,
    endedAt: null,
    updatedAt: 1_700_000_000_000,
    ...changes,
  }
}

/** An event of call 1 of {@link accountSid}. */
export function aCallEvent(changes: Partial<CallEventRecord> = {}): CallEventRecord {
  const callSid: CallSid = changes.callSid ?? testSid('CA', 1)
  return { accountSid, callSid, at: 1_700_000_000_000, kind: 'status', name: 'ringing', detail: {}, ...changes }
}

/** A notification of {@link accountSid}. */
export function aNotification(changes: Partial<Notification> = {}): Notification {
  return {
    sid: testSid('NO', 1),
    accountSid,
    callSid: null,
    level: 'error',
    code: 11_200,
    text: 'GET https://app.example/voice answered 500',
    requestUrl: 'https://app.example/voice',
    requestMethod: 'POST',
    requestVariables: 'CallStatus=ringing',
    responseHeaders: null,
    responseBody: null,
    at: 1_700_000_000_000,
    ...changes,
  }
}

/** A subscription to the messages of call 1 of {@link accountSid}. */
export function aSubscription(changes: Partial<UserDefinedMessageSubscription> = {}): UserDefinedMessageSubscription {
  return {
    sid: testSid('ZY', 1),
    accountSid,
    callSid: testSid('CA', 1),
    callback: 'https://app.example/messages',
    method: 'POST',
    idempotencyKey: null,
    createdAt: 1_700_000_000_000,
    ...changes,
  }
}

/** The presence webhook of {@link accountSid}. */
export function aPresenceWebhook(changes: Partial<PresenceWebhook> = {}): PresenceWebhook {
  const times = { createdAt: 1_700_000_000_000, updatedAt: 1_700_000_000_000 }
  return { accountSid, url: 'https://app.example/presence', method: 'POST', ...times, ...changes }
}
