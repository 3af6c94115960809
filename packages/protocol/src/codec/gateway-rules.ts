import type {
  AckPayload,
  CancelPayload,
  ConnectedPayload,
  ErrorPayload,
  GatewayAnswerPayload,
  GatewayHangupPayload,
  GatewayInvitePayload,
  GatewayPayloads,
  IncomingParameters,
  RingingPayload,
  WireError,
} from '../message/gateway-message.js'
import { protocolLimits as limits } from '../protocol-limits.js'
import { callMessage, reconnectToken, sdp } from './client-rules.js'
import { amount, anyObject, id, literal, nullable, optional, type Rules, shape, text } from './rule.js'

const anyText = text(limits.maxTextChars, 0)

const wireError = shape<WireError>({
  code: amount(Number.MAX_SAFE_INTEGER),
  message: anyText,
  retryAfter: optional(amount(limits.maxDurationSeconds)),
})

/** What the payload of each gateway message has to be. */
export const gatewayRules: Rules<GatewayPayloads> = {
  connected: shape<ConnectedPayload>({
    region: anyText,
    gateway: anyText,
    edge: optional(anyText),
    home: optional(anyText),
    token: shape<ConnectedPayload['token']>({ identity: nullable(anyText), ttl: amount(limits.maxDurationSeconds) }),
  }),
  ready: anyObject,
  offline: anyObject,
  invite: shape<GatewayInvitePayload>({
    callsid: id,
    sdp,
    parameters: shape<IncomingParameters>({
      From: anyText,
      To: anyText,
      CallSid: id,
      AccountSid: id,
      ApiVersion: anyText,
      Params: optional(text(limits.maxParamsChars, 0)),
      StirStatus: optional(anyText),
    }),
    reconnect: optional(reconnectToken),
  }),
  ringing: shape<RingingPayload>({ callsid: id, sdp: optional(sdp) }),
  answer: shape<GatewayAnswerPayload>({ callsid: id, sdp: optional(sdp), reconnect: optional(reconnectToken) }),
  hangup: shape<GatewayHangupPayload>({ callsid: optional(id), error: optional(wireError) }),
  cancel: shape<CancelPayload>({ callsid: id, reason: optional(anyText) }),
  error: shape<ErrorPayload>({ error: wireError, callsid: optional(id), voiceeventsid: optional(id) }),
  close: anyObject,
  ack: shape<AckPayload>({ acktype: literal('message'), callsid: id, voiceeventsid: id }),
  message: callMessage,
}
