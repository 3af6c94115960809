import { type TokenError, tokenErrorCatalogue, type TokenErrorCode } from '@ringdown/token'

/** Why a token was refused, for people and machines. */
export interface Refusal {
  readonly code: TokenErrorCode
  /** The error that a gateway sends to the device. */
  readonly deviceErrorCode: number
  /** What was found, in sentences. */
  readonly message: string
  /** What to do, a sentence. */
  readonly advice: string
}

// Where the library's advice speaks of its own options.
const adviceOnCommandLine: Partial<Record<TokenErrorCode, string>> = {
  'not-yet-valid':
    'Set the clocks of the issuing server and of this machine by the same source, or add --leeway <seconds>.',
  nonconforming: 'Look at its remarks with ringdown token inspect, or verify without --strict.',
}

/** Take a refusal apart into what was found and what to do. */
export function toRefusal({ code, deviceErrorCode, message }: TokenError): Refusal {
  const { advice } = tokenErrorCatalogue[code]
  return {
    code,
    deviceErrorCode,
    message: message.endsWith(advice) ? message.slice(0, -advice.length).trimEnd() : message,
    advice: adviceOnCommandLine[code] ?? advice,
  }
}
