import type { Message } from './message.js'

/** `listen`: authenticate this socket, or replace its token. Sent at each open and at each token refresh. */
export interface ListenPayload {
  /** Capability or access token, compact JWS, opaque to the client. */
  readonly token: string
  /** Free-form description of client and browser. */
  readonly browserinfo?: object
  /** Seconds that a lost socket's calls should be kept (1.6). */
  readonly reconnectTimeout?: number
}

/** `register`: start or stop receiving calls; repeated every 30 seconds while registered. */
export interface RegisterPayload {
  /** `audio: false` unregisters. */
  readonly media: { readonly audio: boolean }
}

/** `invite`: start a call; with `reconnect` (1.6) resume or take over the call that it names. */
export interface ClientInvitePayload {
  /** A temporary id `TJS…` for a new call, the call SID for a resumed one. */
  readonly callsid: string
  /** Offer of a new call; current local description of a resumed one. */
  readonly sdp: string
  /** Custom parameters as query text with percent-encoded names and values; absent for none. */
  readonly twilio: { readonly params?: string }
  /** Whether this is a connection test (1.5 only). */
  readonly preflight?: boolean
  /** Opaque reconnect token of an earlier `invite` or `answer` of the gateway (1.6). */
  readonly reconnect?: string
}

/** `answer`: accept an incoming call. `reinvite`: restart ICE. */
export interface ClientSdpPayload {
  readonly callsid: string
  readonly sdp: string
}

/** `reject`: decline an incoming call. */
export interface RejectPayload {
  readonly callsid: string
}

/** `hangup`: end a call, under its SID or its temporary id. */
export interface ClientHangupPayload {
  readonly callsid: string
  /** Why, in words; sent for example when media was lost. */
  readonly message?: string
}

/** `dtmf`: press keys; used where the browser cannot send telephone events itself. */
export interface DtmfPayload {
  readonly callsid: string
  /** Keys `0-9 A-D * #`; `w` and `W` are pauses of 0.5 and 1 second. */
  readonly dtmf: string
}

/** `message` in either direction: a message that belongs to a call (1.6). */
export interface CallMessagePayload {
  readonly callsid: string
  /** Any JSON value but null; the official SDK hands on what its caller gave. */
  readonly content: unknown
  /** Media type of the content, usually `application/json`. */
  readonly contenttype: string
  /** Kind of message; the official service knows `user-defined-message`. */
  readonly messagetype: string
  /** SID `KX…` chosen by the sender; an `ack` or `error` names it. */
  readonly voiceeventsid: string
}

/** `candidate`: a trickled ICE candidate with a `label`. Legacy twilio.js 1.2 only; later SDKs never send it. */
export interface CandidatePayload {
  readonly callsid: string
  readonly candidate: string
}

/** Payload of each message that a client sends, by type. */
export interface ClientPayloads {
  readonly listen: ListenPayload
  readonly register: RegisterPayload
  readonly invite: ClientInvitePayload
  readonly answer: ClientSdpPayload
  readonly reject: RejectPayload
  readonly hangup: ClientHangupPayload
  readonly reinvite: ClientSdpPayload
  readonly dtmf: DtmfPayload
  readonly message: CallMessagePayload
  readonly candidate: CandidatePayload
}

/** A message from a client to the gateway: a union discriminated by `type`. */
export type ClientMessage = Message<ClientPayloads>

/** The message with the given `type`. */
export type ClientMessageOf<Type extends ClientMessage['type']> = Extract<ClientMessage, { readonly type: Type }>

/** Make a client message; `version` is one of the protocol versions, stated in each message. */
export function clientMessage<Type extends ClientMessage['type']>(
  version: string,
  type: Type,
  payload: ClientPayloads[Type],
): ClientMessageOf<Type> {
  return { type, version, payload } as ClientMessageOf<Type>
}
