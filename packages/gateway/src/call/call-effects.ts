import { type CallContext, type Callee, calleeKey } from './call-context.js'
import type { CallEnd } from './call-end.js'
import type { CallEffect, CallEffectType } from './state/call-effect.js'
import type { RungDevice } from './state/call-input.js'

/** The effects that a call carries out by itself; the two that are left concern whoever waits for its end. */
export type DirectEffectType = Exclude<CallEffectType, 'dial-over' | 'over'>

type Performers = {
  readonly [Type in DirectEffectType]: (context: CallContext, effect: CallEffect<Type>) => void | Promise<void>
}

/** Carry out one effect. What a device cannot be told because it is lost is left to the notice of its loss. */
export async function performEffect<Type extends DirectEffectType>(
  context: CallContext,
  effect: CallEffect<Type>,
): Promise<void> {
  await performers[effect.type](context, effect)
}

const performers: Performers = {
  status: ({ legs }, effect) => legs.apply(effect),
  'tell-caller-ringing': (context, { hasMedia }) => {
    callerOf(context).tellRinging(hasMedia)
  },
  'tell-caller-answered': (context) => {
    callerOf(context).tellAnswered(true)
  },
  'tell-caller-ended': (context, { error }) => {
    context.farewells.sayEnded(callerOf(context), error)
  },
  'invite-device': (context, device) => {
    calleeOf(context, device).ring()
  },
  'confirm-device': (context, device) => {
    calleeOf(context, device).end.confirm()
  },
  'screen-device': (context, device) => {
    calleeOf(context, device).screening?.start()
  },
  'cancel-device': (context, device) => {
    context.farewells.sayCancelled(calleeOf(context, device).end, device.reason)
  },
  'tell-callee-ended': (context, device) => {
    context.farewells.sayEnded(calleeOf(context, device).end, device.error)
  },
  'release-device': async (context, device) => {
    const { end } = takeCallee(context, device)
    try {
      noteMediaClosed(context, end)
    } finally {
      await end.endpoint.close()
    }
  },
  'seat-caller': (context, device) => {
    context.caller = takeCallee(context, device).end
  },
  bridge: (context, device) => {
    context.ports.media.bridge(callerOf(context).endpoint, calleeOf(context, device).end.endpoint)
  },
  'detach-device': (context, device) => {
    takeCallee(context, device)
  },
  play: (context, { sound }) => {
    const { endpoint } = callerOf(context)
    context.ports.media.unbridge(endpoint)
    endpoint.play(sound)
  },
}

/** Note what a device's media came to. A line has none of its own. */
export function noteMediaClosed({ legs }: Pick<CallContext, 'legs'>, end: CallEnd): void {
  if (end.kind === 'device') legs.note(end.callSid, 'media', 'closed', { ...end.endpoint.stats() })
}

function callerOf({ caller }: CallContext): CallEnd {
  if (caller === undefined) throw new RangeError('Nobody has taken the call')
  return caller
}

function calleeOf({ callees }: CallContext, { callSid, deviceId }: RungDevice): Callee {
  const callee = callees.get(calleeKey(callSid, deviceId))
  if (callee === undefined) throw new RangeError('The call has no such device')
  return callee
}

function takeCallee(context: CallContext, device: RungDevice): Callee {
  const callee = calleeOf(context, device)
  context.callees.delete(calleeKey(device.callSid, device.deviceId))
  callee.screening?.stop()
  return callee
}
