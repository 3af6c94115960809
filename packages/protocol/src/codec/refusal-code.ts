import type { ErrorCode } from '../error-catalogue.js'
import type { ProtocolError, ProtocolErrorCode } from './protocol-error.js'

const codeOf = {
  'frame-too-large': 31206,
  malformed: 31100,
  'missing-field': 31100,
  'invalid-field': 31100,
  'field-too-long': 31100,
} as const satisfies Record<ProtocolErrorCode, ErrorCode>

const codeOfField: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['missing-field listen.token', 31102],
  ['invalid-field listen.token', 31204],
  ['field-too-long listen.token', 31204],
  ['missing-field invite.twilio', 31101],
  ['invalid-field invite.twilio', 31101],
  ['invalid-field invite.twilio.params', 31101],
  ['field-too-long invite.twilio.params', 31103],
  ['invalid-field invite.reconnect', 31107],
  ['missing-field invite.reconnect', 31107],
  ['field-too-long invite.reconnect', 31107],
  ['missing-field message.messagetype', 31210],
  ['invalid-field message.messagetype', 31210],
  ['field-too-long message.messagetype', 31210],
  ['field-too-long message.content', 31212],
])

/**
 * Choose the error number to send to a client whose frame was refused.
 *
 * @returns a code of the error catalogue: the specific one where Twilio has one, else 31100 (malformed request), or
 * 31206 for a frame over the byte limit
 */
export function refusalCode({ code, field }: ProtocolError): ErrorCode {
  if (field?.endsWith('.sdp') === true) return 31400
  return codeOfField.get(`${code} ${field ?? ''}`) ?? codeOf[code]
}
