import type { ClientPayloads, GatewayPayloads } from '@ringdown/protocol'

/** What devices say about a call, by type. */
export type CallClientType = 'invite' | 'answer' | 'reject' | 'hangup' | 'reinvite' | 'dtmf' | 'message'

/** What devices are told about a call, by type. */
export type CallGatewayType = 'invite' | 'ringing' | 'answer' | 'hangup' | 'cancel' | 'error' | 'ack' | 'message'

/** A message of a device about a call: a union discriminated by `type`. */
export type CallClientMessage<Type extends CallClientType = CallClientType> = {
  readonly [Each in Type]: { readonly type: Each; readonly payload: ClientPayloads[Each] }
}[Type]

/** A message to a device about a call: a union discriminated by `type`. */
export type CallGatewayMessage<Type extends CallGatewayType = CallGatewayType> = {
  readonly [Each in Type]: { readonly type: Each; readonly version: string; readonly payload: GatewayPayloads[Each] }
}[Type]

/** What a timeline shows of a message: plain JSON values, no secrets. */
type Detail = Readonly<Record<string, unknown>>

/** Bounds of what is shown of a session description. */
const maxMediaLines = 4
const maxMediaLineChars = 200

const ofClient: { readonly [Type in CallClientType]: (payload: ClientPayloads[Type]) => Detail } = {
  invite: ({ sdp, twilio, reconnect, preflight }) => ({
    ...mediaOf(sdp),
    ...(twilio.params !== undefined && { params: twilio.params }),
    ...(preflight === true && { preflight }),
    ...(reconnect !== undefined && { hasReconnectToken: true }),
  }),
  answer: ({ sdp }) => mediaOf(sdp),
  reinvite: ({ sdp }) => mediaOf(sdp),
  reject: () => ({}),
  hangup: ({ message }) => (message === undefined ? {} : { message }),
  // Keys may be a secret, such as the number of a card.
  dtmf: ({ dtmf }) => ({ count: dtmf.length }),
  message: callMessageDetail,
}

const ofGateway: { readonly [Type in CallGatewayType]: (payload: GatewayPayloads[Type]) => Detail } = {
  invite: ({ sdp, parameters, reconnect }) => ({ ...mediaOf(sdp), parameters, ...tokenOf(reconnect) }),
  ringing: ({ sdp }) => mediaOf(sdp),
  answer: ({ sdp, reconnect }) => ({ ...mediaOf(sdp), ...tokenOf(reconnect) }),
  hangup: ({ error }) => (error === undefined ? {} : { error }),
  cancel: ({ reason }) => (reason === undefined ? {} : { reason }),
  error: ({ error, voiceeventsid }) => ({
    error,
    ...(voiceeventsid !== undefined && { voiceEventSid: voiceeventsid }),
  }),
  ack: ({ voiceeventsid }) => ({ voiceEventSid: voiceeventsid }),
  message: callMessageDetail,
}

/** What a timeline shows of a device's message: of a session description the media lines alone, of keys their number. */
export function clientMessageDetail<Type extends CallClientType>({ type, payload }: CallClientMessage<Type>): Detail {
  return ofClient[type](payload)
}

/** What a timeline shows of a message to a device. */
export function gatewayMessageDetail<Type extends CallGatewayType>({
  type,
  payload,
}: CallGatewayMessage<Type>): Detail {
  return ofGateway[type](payload)
}

function callMessageDetail({ messagetype, contenttype, voiceeventsid }: ClientPayloads['message']): Detail {
  return { messageType: messagetype, contentType: contenttype, voiceEventSid: voiceeventsid }
}

/** Media lines (RFC 8866 §5.14) hold ports, protocol and payload types; passwords and addresses stand elsewhere. */
function mediaOf(sdp: string | undefined): Detail {
  if (sdp === undefined) return {}
  const lines = sdp.match(/^m=.*$/gm) ?? []
  return { media: lines.slice(0, maxMediaLines).map((line) => line.slice(0, maxMediaLineChars)) }
}

function tokenOf(reconnect: string | undefined): Detail {
  return reconnect === undefined ? {} : { hasReconnectToken: true }
}
