import { canMove, type CallStatus } from '@ringdown/protocol'
import type { BranchDevice, Call, Leg } from './call.js'
import type { CallEffect } from './call-effect.js'
import type { EndCause } from './end-cause.js'

/** One move of a call in the making: the call as it stands, and the effects so far. */
export class Move {
  readonly at: number
  #call: Call
  readonly #effects: CallEffect[] = []

  /** @param at - Unix milliseconds */
  constructor(call: Call, at: number) {
    this.#call = call
    this.at = at
  }

  get call(): Call {
    return this.#call
  }

  get effects(): readonly CallEffect[] {
    return this.#effects
  }

  change(changes: Partial<Call>): void {
    this.#call = { ...this.#call, ...changes }
  }

  add(...effects: readonly CallEffect[]): void {
    this.#effects.push(...effects)
  }

  /**
   * Bring a leg into another status.
   *
   * @throws RangeError when the table of statuses has no such step
   */
  step(leg: Leg, status: CallStatus, cause?: EndCause): Leg {
    if (!canMove(leg.status, status)) throw new RangeError(`A leg cannot move from ${leg.status} to ${status}`)
    this.add({ type: 'status', callSid: leg.callSid, status, at: this.at, cause })
    return { ...leg, status, answeredAt: status === 'in-progress' ? this.at : leg.answeredAt }
  }

  /** Bring the call's own leg into another status. */
  stepParent(status: CallStatus): void {
    this.change({ parent: this.step(this.#call.parent, status) })
  }

  /** Note what a device that is rung for the call itself does now. */
  setRung(deviceId: string, state: BranchDevice['state']): void {
    const rung = this.#call.rung.map((device) => (device.deviceId === deviceId ? { deviceId, state } : device))
    this.change({ rung })
  }

  /** Let go of a device that was rung for the call itself. */
  releaseRung(deviceId: string): void {
    this.setRung(deviceId, 'released')
    this.add({ type: 'release-device', callSid: this.#call.parent.callSid, deviceId })
  }

  /** Answer the caller's leg, and tell its device, unless that was done. */
  answerCaller(): void {
    const { parent, progress } = this.#call
    if (parent.status === 'ringing') this.stepParent('in-progress')
    if (progress === 'answered') return
    this.add({ type: 'tell-caller-answered' })
    this.change({ progress: 'answered' })
  }
}
