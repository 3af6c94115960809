import type {
  CallMessagePayload,
  CandidatePayload,
  ClientHangupPayload,
  ClientInvitePayload,
  ClientPayloads,
  ClientSdpPayload,
  DtmfPayload,
  ListenPayload,
  RegisterPayload,
  RejectPayload,
} from '../message/client-message.js'
import { protocolLimits as limits } from '../protocol-limits.js'
import { amount, anyObject, flag, id, json, optional, patternText, type Rules, shape, text } from './rule.js'

/** A session description. */
export const sdp = text(limits.maxSdpChars)

/** An opaque reconnect token. */
export const reconnectToken = text(limits.maxReconnectTokenChars)

/** A message that belongs to a call; the same in both directions. */
export const callMessage = shape<CallMessagePayload>({
  callsid: id,
  voiceeventsid: id,
  messagetype: text(limits.maxTextChars),
  contenttype: text(limits.maxTextChars),
  content: json(limits.maxContentBytes),
})

const withSdp = shape<ClientSdpPayload>({ callsid: id, sdp })

/** What the payload of each client message has to be. */
export const clientRules: Rules<ClientPayloads> = {
  listen: shape<ListenPayload>({
    token: text(limits.maxTokenChars),
    browserinfo: optional(anyObject),
    reconnectTimeout: optional(amount(limits.maxDurationSeconds)),
  }),
  register: shape<RegisterPayload>({ media: shape<RegisterPayload['media']>({ audio: flag }) }),
  invite: shape<ClientInvitePayload>({
    callsid: id,
    sdp,
    twilio: shape<ClientInvitePayload['twilio']>({ params: optional(text(limits.maxParamsChars, 0)) }),
    preflight: optional(flag),
    reconnect: optional(reconnectToken),
  }),
  answer: withSdp,
  reject: shape<RejectPayload>({ callsid: id }),
  hangup: shape<ClientHangupPayload>({ callsid: id, message: optional(text(limits.maxTextChars, 0)) }),
  reinvite: withSdp,
  dtmf: shape<DtmfPayload>({
    callsid: id,
    dtmf: patternText(limits.maxDtmfChars, /^[\dA-Da-d*#Ww]+$/, '0-9 A-D * # w W'),
  }),
  message: callMessage,
  candidate: shape<CandidatePayload>({ callsid: id, candidate: text(limits.maxTextChars, 0) }),
}
