import { type ClientFrame, type GatewayFrame, heartbeat, heartbeatText, type UnknownMessage } from '../message/frame.js'
import type { Envelope } from '../message/message.js'
import { protocolLimits as limits } from '../protocol-limits.js'
import { exceedsUtf8Bytes } from '../utf8.js'
import { clientRules } from './client-rules.js'
import { gatewayRules } from './gateway-rules.js'
import { ProtocolError } from './protocol-error.js'
import { anyObject, type Fault, id, optional, type Rule, shape, text } from './rule.js'

type RuleBook = ReadonlyMap<string, Rule<unknown>>
type Frame = Envelope | UnknownMessage | typeof heartbeat

// Maps, so that a message type `constructor` finds no rule.
const clientBook: RuleBook = new Map(Object.entries(clientRules))
const gatewayBook: RuleBook = new Map(Object.entries(gatewayRules))

/**
 * Read a frame that a client sent.
 *
 * Unknown fields are kept, and a well-formed message of an unknown type comes back as type `unknown`. A missing
 * `version` reads as empty text, a missing `payload` as an empty object. A key `__proto__` stays an ordinary own key.
 *
 * @param frame - content of one WebSocket text frame
 * @throws {@link ProtocolError} and nothing else, whatever `frame` is
 */
export function decodeClientFrame(frame: unknown): ClientFrame {
  return decode(frame, clientBook) as ClientFrame
}

/**
 * Read a frame that the gateway sent; otherwise as {@link decodeClientFrame}.
 *
 * @param frame - content of one WebSocket text frame
 * @throws {@link ProtocolError} and nothing else, whatever `frame` is
 */
export function decodeGatewayFrame(frame: unknown): GatewayFrame {
  return decode(frame, gatewayBook) as GatewayFrame
}

/**
 * Write a client's frame. What is written can be read again: the rules are those of {@link decodeClientFrame}.
 *
 * @throws {@link ProtocolError} if the frame breaks a rule or a limit
 */
export function encodeClientFrame(frame: ClientFrame): string {
  return encode(frame, clientBook)
}

/**
 * Write a gateway's frame. What is written can be read again: the rules are those of {@link decodeGatewayFrame}.
 *
 * @throws {@link ProtocolError} if the frame breaks a rule or a limit
 */
export function encodeGatewayFrame(frame: GatewayFrame): string {
  return encode(frame, gatewayBook)
}

const envelopeRule = shape<Partial<Envelope> & Pick<Envelope, 'type'>>({
  type: text(limits.maxTypeChars),
  version: optional(text(limits.maxVersionChars, 0)),
  payload: optional(anyObject),
})

function decode(frame: unknown, book: RuleBook): Frame {
  if (frame === heartbeatText) return heartbeat
  if (typeof frame !== 'string') throw new ProtocolError('malformed', 'A frame must be text.')
  assertSize(frame)
  const envelope = toEnvelope(parse(frame))
  const rule = book.get(envelope.type)
  if (rule === undefined) return { type: 'unknown', raw: envelope }
  assertPayload(envelope, rule)
  return envelope
}

function encode(frame: ClientFrame | GatewayFrame, book: RuleBook): string {
  if (frame.type === 'heartbeat') return heartbeatText
  const envelope = toEnvelope(frame.type === 'unknown' ? frame.raw : frame)
  const rule = book.get(envelope.type)
  if (rule !== undefined) assertPayload(envelope, rule)
  const written = JSON.stringify(envelope)
  assertSize(written)
  return written
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame)
  } catch {
    // The parser's own error quotes the text, which may hold a token: it is not handed on, not even as the cause.
    throw new ProtocolError('malformed', 'A frame must be a JSON object, or a single newline.')
  }
}

function toEnvelope(value: unknown): Envelope {
  if (!isPlainJson(value, limits.maxNestingLevels)) {
    throw new ProtocolError(
      'malformed',
      `A frame must hold plain JSON of at most ${limits.maxNestingLevels} levels, with numbers that a double can hold.`,
    )
  }
  const fault = envelopeRule(value, 'frame')
  if (fault !== undefined) throw new ProtocolError('malformed', sentence(fault), { field: fault.field })
  const { version = '', payload = {} } = value as Partial<Envelope>
  return { ...(value as Envelope), version, payload }
}

function assertPayload({ type, payload }: Envelope, rule: Rule<unknown>): void {
  const fault = rule(payload, type)
  if (fault === undefined) return
  const { callsid, voiceeventsid } = payload as Readonly<Record<string, unknown>>
  throw new ProtocolError(fault.code, sentence(fault), {
    field: fault.field,
    callsid: idOrNothing(callsid),
    voiceeventsid: idOrNothing(voiceeventsid),
  })
}

function assertSize(frame: string): void {
  if (exceedsUtf8Bytes(frame, limits.maxFrameBytes)) {
    throw new ProtocolError('frame-too-large', `A frame must be at most ${limits.maxFrameBytes} bytes.`)
  }
}

/** JSON without infinities (`1e999` parses to one, and would be written back as null), and shallow enough to walk. */
function isPlainJson(value: unknown, levels: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === undefined || value === null) return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || levels === 0) return false
  // A loop, since every frame passes here.
  for (const item of Object.values(value)) if (!isPlainJson(item, levels - 1)) return false
  return true
}

function sentence({ code, field, requirement }: Fault): string {
  return code === 'missing-field'
    ? `${field} is missing: it must be ${requirement}.`
    : `${field} must be ${requirement}.`
}

function idOrNothing(value: unknown): string | undefined {
  return id(value, '') === undefined ? (value as string) : undefined
}
