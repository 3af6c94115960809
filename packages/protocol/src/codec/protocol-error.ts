/** What can be wrong with one field of a message. */
export type FieldFaultCode = 'missing-field' | 'invalid-field' | 'field-too-long'

/**
 * Why a frame was refused. Stable: never renamed, never reused.
 *
 * `frame-too-large`: over the byte limit. `malformed`: not text, not JSON, not an envelope, nested too deeply, or with a
 * number no double can hold. The rest concern the field that {@link ProtocolError.field} names.
 */
export type ProtocolErrorCode = 'frame-too-large' | 'malformed' | FieldFaultCode

/** Where a fault lies, as far as the frame could be read. */
export interface ProtocolErrorContext {
  /** Dotted path that begins with the message type, e.g. `invite.twilio.params`. */
  readonly field?: string
  /** Well-formed call id of the refused message, so that the call can be told. */
  readonly callsid?: string | undefined
  /** Well-formed voice event SID of the refused message, so that its sender can be told. */
  readonly voiceeventsid?: string | undefined
}

/**
 * A frame that breaks the contract, on its way in or out. The message says which rule was broken and never repeats a
 * value, since values include tokens and keys pressed.
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: ProtocolErrorCode
  /** Dotted path that begins with the message type; absent if the frame as a whole is at fault. */
  readonly field: string | undefined
  /** Call id of the refused message, if it had a well-formed one. */
  readonly callsid: string | undefined
  /** Voice event SID of the refused message, if it had a well-formed one. */
  readonly voiceeventsid: string | undefined

  constructor(code: ProtocolErrorCode, message: string, context: ProtocolErrorContext = {}) {
    super(message)
    this.code = code
    this.field = context.field
    this.callsid = context.callsid
    this.voiceeventsid = context.voiceeventsid
  }
}
