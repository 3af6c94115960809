import type { StirStatus } from '../../account/incoming-phone-number.js'
import type { RequestParams } from './request-params.js'

const places = ['From', 'To', 'Caller', 'Called'].flatMap((party) =>
  ['City', 'State', 'Zip', 'Country'].map((part) => `${party}${part}`),
)
const unknown = Object.fromEntries([...places, 'ForwardedFrom', 'CallerName', 'CallToken'].map((name) => [name, '']))

/** How the verdict on a number that calls is told (Twilio, "Trusted Calling with SHAKEN/STIR"). */
export function stirVerdict(stirStatus: StirStatus): string {
  return `TN-Validation-Passed-${stirStatus}`
}

/**
 * What the first request about a call that comes in at a number has besides (Twilio, "TwiML Voice: Twilio's request to
 * your application"; for `StirVerstat`, "Trusted Calling with SHAKEN/STIR"). What is not known is there, and empty.
 */
export function telephoneParams(stirStatus: StirStatus | null): RequestParams {
  return { ...unknown, StirVerstat: stirStatus === null ? '' : stirVerdict(stirStatus) }
}
