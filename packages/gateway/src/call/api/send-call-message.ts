import { gatewayMessage, protocolFeatures, protocolLimits, type Sid } from '@ringdown/protocol'
import type { CallSharing } from '../call-sharing.js'
import type { LegName } from '../call-signals.js'
import type { CallRefusal } from './call-order.js'

/** A message for the device of a call. */
export interface CallMessageDraft {
  /** Any JSON value but null. */
  readonly content: unknown
  /** Its media type, usually `application/json`. */
  readonly contentType: string
}

/** The id of a message that was sent, or why it was not. */
export type SentCallMessage = { readonly isOk: true; readonly sid: Sid<'KX'> } | CallRefusal

/** Send a message to the device of a leg (Twilio, "UserDefinedMessage"), or to each of those that ring for it. */
export function sendCallMessage(
  { ports, registry }: CallSharing,
  { accountSid, callSid }: LegName,
  { content, contentType }: CallMessageDraft,
): SentCallMessage {
  const text = typeof content === 'string' ? content : (JSON.stringify(content) as string | undefined)
  if (text === undefined || new TextEncoder().encode(text).length > protocolLimits.maxContentBytes) {
    return { isOk: false, code: 31212, text: `A message may have ${protocolLimits.maxContentBytes} bytes.` }
  }
  const session = registry.find(accountSid, callSid)
  const ends = session?.deviceEnds.filter((end) => end.callSid === callSid && end.knowsCallSid) ?? []
  const sid = ports.ids.sid('KX')
  const payload = { callsid: callSid, content, contenttype: contentType, messagetype: userDefined, voiceeventsid: sid }
  const message = gatewayMessage('message', payload)
  const reached = ends.filter(
    (end) => protocolFeatures[end.device.version].callMessages && end.sendTo(end.device.id, message),
  )
  if (reached.length === 0) {
    return {
      isOk: false,
      code: 21220,
      text: 'No device of the call can take messages now: @twilio/voice-sdk 2.x does.',
    }
  }
  session?.context.legs.note(callSid, 'message', 'to device', { contentType, content, voiceEventSid: sid })
  return { isOk: true, sid }
}

const userDefined = 'user-defined-message'
