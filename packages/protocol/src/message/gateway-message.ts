import type { CallMessagePayload } from './client-message.js'
import type { Message } from './message.js'

/** A failure as the wire carries it; numbers and texts are those of the error catalogue. */
export interface WireError {
  readonly code: number
  readonly message: string
  /** Seconds to wait before the next connection attempt (1.6, in `error` only). */
  readonly retryAfter?: number
}

/** `connected`: the reply to every valid `listen`. */
export interface ConnectedPayload {
  readonly region: string
  /** Name of the gateway node. */
  readonly gateway: string
  readonly edge?: string
  /** Where 2.x sends its insights: `eventgw.<home>.twilio.com`. */
  readonly home?: string
  readonly token: {
    /** Client name the token stands for; null if it has none. */
    readonly identity: string | null
    /** Remaining life of the token in seconds. */
    readonly ttl: number
  }
}

/** `ready`: registered. `offline`: not registered (any more). `close`: go away and do not reconnect by yourself. */
export type EmptyPayload = object

/** Parameters of an incoming call, shown to the page verbatim. */
export interface IncomingParameters {
  readonly From: string
  readonly To: string
  readonly CallSid: string
  readonly AccountSid: string
  readonly ApiVersion: string
  /** Custom parameters as query text: names raw, values percent-encoded. */
  readonly Params?: string
  /** STIR/SHAKEN result, e.g. `TN-Validation-Passed-A`. */
  readonly StirStatus?: string
}

/** `invite`: an incoming call. */
export interface GatewayInvitePayload {
  readonly callsid: string
  readonly sdp: string
  readonly parameters: IncomingParameters
  /** Opaque reconnect token (1.6). */
  readonly reconnect?: string
}

/** `ringing`: the far end rings; with an SDP, early media. It tells the client its call SID. */
export interface RingingPayload {
  readonly callsid: string
  readonly sdp?: string
}

/** `answer`: the call is answered, ICE was restarted (with SDP) or the call was resumed (1.6, without). */
export interface GatewayAnswerPayload {
  readonly callsid: string
  readonly sdp?: string
  /** Opaque reconnect token (1.6). */
  readonly reconnect?: string
}

/** `hangup`: the call has ended; with an error, it failed. */
export interface GatewayHangupPayload {
  /** The id that the client knows: its temporary id until `ringing` or `answer` told it the SID. */
  readonly callsid?: string
  readonly error?: WireError
}

/** Why a ringing or taken-over call was cancelled. Ringdown's extension; the official SDKs ignore it. */
export const cancelReasons = [
  'caller-hung-up',
  'answered-elsewhere',
  'rejected-elsewhere',
  'not-answered',
  'taken-over',
] as const

/** One of {@link cancelReasons}. */
export type CancelReason = (typeof cancelReasons)[number]

/** `cancel`: this endpoint is no longer wanted. */
export interface CancelPayload {
  readonly callsid: string
  /** A {@link CancelReason}; typed as text, since a newer gateway may know more of them. */
  readonly reason?: string
}

/** `error`: of the socket; of a call if `callsid` names one; of a call message if `voiceeventsid` names one. */
export interface ErrorPayload {
  readonly error: WireError
  readonly callsid?: string
  readonly voiceeventsid?: string
}

/** `ack`: a call message was taken over (1.6). */
export interface AckPayload {
  readonly acktype: 'message'
  readonly callsid: string
  readonly voiceeventsid: string
}

/** Payload of each message that the gateway sends, by type. */
export interface GatewayPayloads {
  readonly connected: ConnectedPayload
  readonly ready: EmptyPayload
  readonly offline: EmptyPayload
  readonly invite: GatewayInvitePayload
  readonly ringing: RingingPayload
  readonly answer: GatewayAnswerPayload
  readonly hangup: GatewayHangupPayload
  readonly cancel: CancelPayload
  readonly error: ErrorPayload
  readonly close: EmptyPayload
  readonly ack: AckPayload
  readonly message: CallMessagePayload
}

/** A message from the gateway to a client: a union discriminated by `type`. */
export type GatewayMessage = Message<GatewayPayloads>

/** The message with the given `type`. */
export type GatewayMessageOf<Type extends GatewayMessage['type']> = Extract<GatewayMessage, { readonly type: Type }>

/** Make a gateway message; its `version` is empty, as the official service sends it and no client reads it. */
export function gatewayMessage<Type extends GatewayMessage['type']>(
  type: Type,
  payload: GatewayPayloads[Type],
): GatewayMessageOf<Type> {
  return { type, version: '', payload } as GatewayMessageOf<Type>
}
