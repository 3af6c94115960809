import { type CallContext, type Callee, calleeKey } from './call-context.js'
import type { CallEffect } from './call-effect.js'

/** The effects that a call carries out by itself; the two that are left concern whoever waits for its end. */
export type DirectEffect = Exclude<CallEffect, { type: 'dial-over' | 'over' }>

type Performers = {
  readonly [Type in DirectEffect['type']]: (
    context: CallContext,
    effect: Extract<DirectEffect, { type: Type }>,
  ) => void | Promise<void>
}

/** Carry out one effect. A device that cannot be reached any more is left to the notice of its loss. */
export async function performEffect(context: CallContext, effect: DirectEffect): Promise<void> {
  await (performers[effect.type] as (context: CallContext, effect: DirectEffect) => void | Promise<void>)(
    context,
    effect,
  )
}

const performers: Performers = {
  status: ({ legs }, effect) => legs.apply(effect),
  'tell-caller-ringing': ({ caller }, { hasMedia }) => {
    caller.tellRinging(hasMedia)
  },
  'tell-caller-answered': ({ caller }) => {
    caller.tellAnswered(true)
  },
  'tell-caller-ended': ({ caller }, { error }) => {
    caller.tellEnded(error)
  },
  'invite-device': (context, { callSid, deviceId }) => {
    const { end, parameters } = calleeOf(context, callSid, deviceId)
    const reconnect = end.canResume ? { reconnect: end.reconnectToken } : {}
    end.send('invite', { callsid: callSid, sdp: end.localSdp, parameters, ...reconnect })
  },
  // Only clients that can resume look for an answer to their own; older ones would take it for a new one.
  'confirm-device': (context, { callSid, deviceId }) => {
    const { end } = calleeOf(context, callSid, deviceId)
    if (end.canResume) end.tellAnswered(end.isTakenOver)
  },
  'cancel-device': (context, { callSid, deviceId, reason }) => {
    calleeOf(context, callSid, deviceId).end.send('cancel', { callsid: callSid, reason })
  },
  'tell-callee-ended': (context, { callSid, deviceId }) => {
    calleeOf(context, callSid, deviceId).end.tellEnded()
  },
  'release-device': async (context, { callSid, deviceId }) => {
    const { end } = calleeOf(context, callSid, deviceId)
    context.callees.delete(calleeKey(callSid, deviceId))
    context.legs.note(callSid, 'media', 'closed', { ...end.endpoint.stats() })
    await end.endpoint.close()
  },
  bridge: (context, { callSid, deviceId }) => {
    context.ports.media.bridge(context.caller.endpoint, calleeOf(context, callSid, deviceId).end.endpoint)
  },
  play: ({ ports, caller }, { sound }) => {
    ports.media.unbridge(caller.endpoint)
    caller.endpoint.play(sound)
  },
}

function calleeOf({ callees }: CallContext, ...key: Parameters<typeof calleeKey>): Callee {
  const callee = callees.get(calleeKey(...key))
  if (callee === undefined) throw new RangeError('The call has no such device')
  return callee
}
