import type { CallSid } from '@ringdown/protocol'
import { type Call, createCall, createOutgoingCall } from '../state/call.js'
import type { CallEffect, CallEffectType } from '../state/call-effect.js'
import type { CallCommand, NewBranch, RungDevice } from '../state/call-input.js'
import { moveCall } from '../state/move-call.js'

/** The caller's leg in tests of the state machine. */
export const parentSid: CallSid = 'CA0'

/** Two devices of bob, one of carol: the dial of most tests. */
export const bob: NewBranch = { callSid: 'CA1', deviceIds: ['bob-1', 'bob-2'], hasFailed: false }
export const carol: NewBranch = { callSid: 'CA2', deviceIds: ['carol-1'], hasFailed: false }
export const nobody: NewBranch = { callSid: 'CA3', deviceIds: [], hasFailed: false }

/** The first device of a branch, unless another is named. */
export function at({ callSid, deviceIds }: NewBranch, deviceId = deviceIds[0] ?? ''): RungDevice {
  return { callSid, deviceId }
}

/** A call that inputs are put to one after another, a second apart, and everything it asked to be done. */
export class PlayedCall {
  readonly effects: CallEffect[] = []
  #call: Call
  #now = 0

  constructor(call: Call = createCall(parentSid)) {
    this.#call = call
  }

  get call(): Call {
    return this.#call
  }

  /** Put one input; returns what it asks to be done. */
  put(command: CallCommand): readonly CallEffect[] {
    this.#now += 1_000
    const { call, effects } = moveCall(this.#call, { ...command, at: this.#now })
    this.#call = call
    this.effects.push(...effects)
    return effects
  }

  /** Every effect of one type so far. */
  all<Type extends CallEffectType>(type: Type): readonly Extract<CallEffect, { readonly type: Type }>[] {
    const isOfType = (effect: CallEffect): effect is Extract<CallEffect, { readonly type: Type }> =>
      effect.type === type
    return this.effects.filter(isOfType)
  }

  /** The statuses that a leg went through, its first not among them. */
  statusesOf(callSid: CallSid): readonly string[] {
    return this.all('status')
      .filter((effect) => effect.callSid === callSid)
      .map(({ status }) => status)
  }
}

/** A call into which commands have been put. */
export function playCall(...commands: readonly CallCommand[]): PlayedCall {
  const played = new PlayedCall()
  for (const command of commands) played.put(command)
  return played
}

/** A call that the API makes, into which commands have been put. */
export function playOutgoingCall(...commands: readonly CallCommand[]): PlayedCall {
  const played = new PlayedCall(createOutgoingCall(parentSid))
  for (const command of commands) played.put(command)
  return played
}

/** Effects in a few words, for comparing whole sequences. */
export function inWords(effects: readonly CallEffect[]): readonly string[] {
  return effects.map((effect) => {
    const { type, callSid, deviceId, status, reason, sound, hasMedia, error } = { ...blank, ...effect }
    const media = hasMedia === undefined ? '' : hasMedia ? 'with media' : 'without media'
    return [type, callSid, deviceId, status, reason, sound, media, error].filter(Boolean).join(' ')
  })
}

const blank = {
  callSid: '',
  deviceId: '',
  status: '',
  reason: '',
  sound: '',
  hasMedia: undefined as boolean | undefined,
  error: undefined as number | undefined,
}
