import type { CallRecord } from '../call-record.js'

/** Parameters of a request to an application, by name. */
export type RequestParams = Readonly<Record<string, string>>

/** The version of the API that webhooks speak (ApiVersion). */
export const apiVersion = '2010-04-01'

/** The parameters that every request about a leg carries (Twilio, "TwiML Voice: Twilio's request to your application"). */
export function standardParams(call: CallRecord): RequestParams {
  return {
    AccountSid: call.accountSid,
    ApiVersion: apiVersion,
    CallSid: call.sid,
    CallStatus: call.status,
    Called: call.to,
    Caller: call.from,
    Direction: call.direction,
    From: call.from,
    To: call.to,
    ...(call.parentCallSid !== null && { ParentCallSid: call.parentCallSid }),
    ...(call.applicationSid !== null && call.parentCallSid === null && { ApplicationSid: call.applicationSid }),
  }
}

const reservedNames = new Set([
  'AccountSid',
  'ApiVersion',
  'ApplicationSid',
  'CallSid',
  'CallStatus',
  'Called',
  'Caller',
  'DialBridged',
  'Direction',
  'ErrorCode',
  'ErrorUrl',
  'From',
  'ParentCallSid',
])
const reservedStart = /^(?:DialCall|Sip|Recording|Queue)/

/** Whether only the gateway may set a parameter of this name. `To` is the one standard name that a device may set. */
export function isReservedName(name: string): boolean {
  return reservedNames.has(name) || reservedStart.test(name)
}

/** The custom parameters that reach the VoiceUrl, and the names that were dropped on the way. */
export interface CustomParams {
  readonly params: RequestParams
  /** Reserved names that a device or a token tried to set. */
  readonly droppedNames: readonly string[]
}

type Pairs = Iterable<readonly [name: string, value: string]>

/**
 * Merge what a device asks for with what its token says. Signed parameters win over the device's, which anyone at the
 * device can change; names that only the gateway may set are dropped. Of a repeated name the last counts.
 */
export function mergeCustomParams(fromDevice: Pairs, signed: Pairs): CustomParams {
  const merged = new Map([...fromDevice, ...signed])
  const droppedNames = [...merged.keys()].filter(isReservedName)
  for (const name of droppedNames) merged.delete(name)
  return { params: Object.fromEntries(merged), droppedNames }
}
