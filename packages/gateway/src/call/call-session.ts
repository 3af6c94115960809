import { type CallSid, type ClientInvitePayload, gatewayMessage, isFinal } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { Application } from '../account/application.js'
import type { MediaEndpoint, MediaEvent } from '../media/media.js'
import { CallEndedError, type DialOutcome, type DialSpec } from '../twiml/control.js'
import { type Call, createCall } from './state/call.js'
import { createCallbackSender } from './application/callback-sender.js'
import { type CallContext, calleeKey } from './call-context.js'
import type { CallEffect } from './state/call-effect.js'
import { performEffect } from './call-effects.js'
import type { CallCommand } from './state/call-input.js'
import type { CallPorts } from './call-ports.js'
import type { CallRecord } from './call-record.js'
import { noteSignal } from './call-signals.js'
import { createDeferred, type Deferred } from './deferred.js'
import type { Device } from './device-directory.js'
import { DeviceEnd, fingerprintOf, wireError } from './device-end.js'
import { prepareBranches } from './device/dial-branches.js'
import type { FarewellBook } from './device/farewell-book.js'
import { LegBook } from './leg-book.js'
import { createMailbox } from './mailbox.js'
import { moveCall } from './state/move-call.js'
import { wasDeviceRung } from './state/move-dial.js'
import { tryMedia } from './device/try-media.js'

/** What a call is made from. */
export interface CallSessionOptions {
  readonly account: Account
  readonly application: Application
  readonly callSid: CallSid
  /** Whose call it is. */
  readonly device: Device
  /** The id that the device gave it. */
  readonly tempId: string
  /** Told of each leg of the call, once it is in the store. */
  readonly onLegAdded: (callSid: CallSid) => void
  readonly farewells: FarewellBook
}

interface RunningDial {
  readonly spec: DialSpec
  readonly outcome: Deferred<DialOutcome>
  readonly stopTimer: () => void
}

/** Puts one thing that happened to the call, between other inputs, and carries out what follows from it. */
export type ApplyCommand = (command: CallCommand) => Promise<void>

/**
 * One call while it runs: the one owner of its state. Everything that happens to it passes through its mailbox and is
 * put to {@link moveCall}; the effects that come out are carried out one after another, each exactly once.
 */
export class CallSession {
  readonly context: CallContext
  readonly #ports: CallPorts
  readonly #mailbox = createMailbox()
  readonly #over = createDeferred<undefined>()
  #call: Call
  #dial: RunningDial | undefined
  #stopTimeLimit: () => void = () => undefined

  /** @throws MediaError when the engine makes no endpoints any more */
  constructor(ports: CallPorts, { callSid, device, tempId, onLegAdded, ...shared }: CallSessionOptions) {
    this.#ports = ports
    this.#call = createCall(callSid)
    const endpoint = this.openEndpoint(() => caller)
    const { identity } = device.grant
    const caller = new DeviceEnd(ports, { callSid, device, endpoint, identity, tempId })
    const callbacks = createCallbackSender(ports, shared.account.authToken)
    const legs = new LegBook({ ports, callbacks, onAdded: onLegAdded })
    this.context = { ...shared, ports, callSid, caller, callees: new Map(), legs, callbacks }
  }

  /** Whether the call has ended; what is left of it may still be under way. */
  get isOver(): boolean {
    return isFinal(this.#call.parent.status)
  }

  /** Resolves when the call has ended and nothing of it is left. */
  get over(): Promise<undefined> {
    return this.#over.promise
  }

  /** Whether the caller's device has been given a session description. */
  get hasCallerMedia(): boolean {
    return this.#call.progress === 'early-media' || this.#call.progress === 'answered'
  }

  /** Whether the caller's device has been told that the call is answered. */
  get isCallerAnswered(): boolean {
    return this.#call.progress === 'answered'
  }

  /** The caller's end, and those of the devices that ring or talk. */
  get ends(): readonly DeviceEnd[] {
    return [this.context.caller, ...[...this.context.callees.values()].map(({ end }) => end)]
  }

  /** The end at the far side of the bridge; undefined while there is none. */
  get connectedCallee(): DeviceEnd | undefined {
    const { dial } = this.#call
    return this.ends.find((end) => end !== this.context.caller && end.callSid === dial?.winner)
  }

  /** The end that an end is bridged to. */
  farEndOf(end: DeviceEnd): DeviceEnd | undefined {
    const { connectedCallee: callee, context } = this
    if (end === context.caller) return callee
    return end === callee ? context.caller : undefined
  }

  /** Whether devices ring or talk. */
  get isDialling(): boolean {
    return this.#call.dial !== undefined
  }

  /** Whether an end is the caller's, or that of the device that answered. */
  isTalking(end: DeviceEnd): boolean {
    return end === this.context.caller || end === this.connectedCallee
  }

  /** Whether a device is among those that the dial under way has rung for a leg, whatever became of it. */
  wasRung(callSid: CallSid, deviceId: string): boolean {
    return wasDeviceRung(this.#call, { callSid, deviceId })
  }

  /** Whether a leg is kept, and is one of the person at a device. */
  isLegOf(callSid: CallSid, device: Device): boolean {
    const { caller, legs } = this.context
    if (!legs.has(callSid)) return false
    if (callSid === caller.callSid) return caller.belongsTo(device)
    const { to } = legs.get(callSid)
    return [device.grant.identity, ...device.grant.clientNames].some((name) => to === `client:${name ?? ''}`)
  }

  /** Make an endpoint. What it reports counts only while it is the end's own. */
  openEndpoint(endOf: () => DeviceEnd): MediaEndpoint {
    const endpoint = this.#ports.media.createEndpoint((event) => {
      const end = endOf()
      if (end.endpoint === endpoint) this.#onMedia(end, event)
    })
    return endpoint
  }

  /**
   * Keep the caller's leg and answer its offer; an offer that cannot be answered ends the call.
   *
   * @returns whether the leg was kept; otherwise the caller is told, and there is no such call
   */
  async begin(record: CallRecord, invite: ClientInvitePayload): Promise<boolean> {
    let isKept = false
    await this.run(async (apply) => {
      try {
        await this.context.legs.add(record)
        isKept = true
      } catch (error) {
        this.#ports.observer.fault(record.sid, error)
        await this.#abandon(invite)
        return
      }
      const { caller } = this.context
      noteSignal(this.#ports, caller.leg, caller.device.id, { type: 'invite', payload: invite })
      await this.#answerOffer(invite.sdp, apply)
    })
    return isKept
  }

  async #answerOffer(offerSdp: string, apply: ApplyCommand): Promise<void> {
    const { caller, callSid } = this.context
    this.#stopTimeLimit = this.#ports.clock.after(this.#ports.limits.maxCallSeconds * 1000, () => {
      void this.post({ type: 'end', cause: 'hangup', isTold: false })
    })
    caller.fingerprint = fingerprintOf(offerSdp)
    const answer = await tryMedia(this.context, callSid, () => caller.endpoint.answer(offerSdp))
    if (answer.isOk) caller.localSdp = answer.result
    else await apply({ type: 'end', cause: 'failed', isTold: false, error: answer.error })
  }

  /** Put something that happened to the call; resolves when every effect of it is carried out. Never rejects. */
  post(command: CallCommand): Promise<void> {
    return this.run((apply) => apply(command))
  }

  /** Do something between inputs. Never rejects: a failure is reported as a fault. */
  async run(task: (apply: ApplyCommand) => Promise<void>): Promise<void> {
    try {
      await this.#mailbox.post(() => task((command) => this.#apply(command)))
    } catch (error) {
      this.#ports.observer.fault(this.context.callSid, error)
    }
  }

  /**
   * Ring devices.
   *
   * @returns how the dial ended, also when it ended because the call did
   * @throws CallEndedError when the call had ended before
   * @throws Error when no leg of it could be kept
   */
  async dial(spec: DialSpec): Promise<DialOutcome> {
    const outcome = createDeferred<DialOutcome>()
    await this.#mailbox.post(async () => {
      if (this.isOver) throw new CallEndedError('The call has ended.')
      if (this.#dial !== undefined) throw new RangeError('A call cannot dial while it dials')
      const branches = await prepareBranches(this.context, spec, (endOf) => this.openEndpoint(endOf))
      if (branches.length === 0 && spec.targets.length > 0) throw new Error('No leg of the dial could be kept')
      const stopTimer = this.#ports.clock.after(spec.timeoutSeconds * 1000, () => {
        void this.post({ type: 'dial-timeout' })
      })
      this.#dial = { spec, outcome, stopTimer }
      await this.#apply({ type: 'dial', branches, answerOnBridge: spec.answerOnBridge })
    })
    return outcome.promise
  }

  /**
   * Keys that were pressed at a device, or sent by it as a message. Only the caller's star ends a dial.
   *
   * @returns whether they are meant for the far side
   */
  pressKeys(end: DeviceEnd, digits: string): boolean {
    this.context.legs.note(end.callSid, 'dtmf', 'keys', { count: digits.length })
    const isStop = end === this.context.caller && digits.includes('*') && this.#dial?.spec.hangupOnStar === true
    if (isStop) void this.post({ type: 'stop-dial' })
    return !isStop
  }

  #onMedia(end: DeviceEnd, event: MediaEvent): void {
    if (event.type === 'dtmf') {
      this.pressKeys(end, event.digit)
      return
    }
    const detail = event.type === 'lost' ? { reason: event.reason } : {}
    this.context.legs.note(end.callSid, 'media', event.type, detail)
    if (event.type === 'lost') void this.#onMediaLost(end)
  }

  #onMediaLost(end: DeviceEnd): Promise<void> {
    const { endpoint, callSid, id: deviceId } = end
    return this.run(async (apply) => {
      // A page that was reloaded has other media by now.
      if (end.endpoint !== endpoint) return
      if (end !== this.context.caller)
        await apply({ type: 'callee-ended', callSid, deviceId, cause: 'lost', isTold: false })
      else await apply({ type: 'end', cause: 'lost', isTold: false })
    })
  }

  async #apply(command: CallCommand): Promise<void> {
    const { call, effects } = moveCall(this.#call, { ...command, at: this.#ports.clock.now() })
    this.#call = call
    for (const effect of effects) {
      // One effect that fails must not keep the others back: a call that ends has to end whole.
      try {
        await this.#perform(effect)
      } catch (error) {
        this.#ports.observer.fault(this.context.callSid, error)
        if (effect.type === 'bridge') void this.post({ type: 'end', cause: 'failed', isTold: false })
      }
    }
  }

  async #perform(effect: CallEffect): Promise<void> {
    if (effect.type === 'dial-over') {
      this.#dial?.stopTimer()
      this.#dial?.outcome.resolve(effect.outcome)
      this.#dial = undefined
    } else if (effect.type === 'over') {
      await this.#close()
    } else {
      await performEffect(this.context, effect)
      if (effect.type === 'bridge') this.#limitDial()
      else if (effect.type === 'invite-device') this.#noticeLoss(effect.callSid, effect.deviceId)
    }
  }

  // A device that went away while its offer was made is not missed otherwise.
  #noticeLoss(callSid: CallSid, deviceId: string): void {
    const callee = this.context.callees.get(calleeKey(callSid, deviceId))
    if (callee?.end.isAttached !== false) return
    void this.post({ type: 'unreachable', callSid, deviceId, error: undefined })
  }

  #limitDial(): void {
    if (this.#dial === undefined) return
    this.#dial.stopTimer()
    const { spec } = this.#dial
    const stopTimer = this.#ports.clock.after(spec.timeLimitSeconds * 1000, () => {
      void this.post({ type: 'stop-dial' })
    })
    this.#dial = { ...this.#dial, stopTimer }
  }

  async #close(): Promise<void> {
    const { caller, callSid, legs } = this.context
    this.#stopTimeLimit()
    try {
      legs.note(callSid, 'media', 'closed', { ...caller.endpoint.stats() })
    } finally {
      await this.#letGo()
    }
  }

  // Nobody may hear of a call that is not in the store, but the device that waits for it.
  async #abandon({ callsid }: ClientInvitePayload): Promise<void> {
    const at = this.#ports.clock.now()
    this.#call = moveCall(this.#call, { type: 'end', cause: 'failed', isTold: false, at }).call
    const hangup = gatewayMessage('hangup', { callsid, error: wireError(31000) })
    this.#ports.devices.send(this.context.caller.device.id, hangup)
    await this.#letGo()
  }

  async #letGo(): Promise<void> {
    try {
      await this.context.caller.endpoint.close()
    } finally {
      this.#over.resolve(undefined)
    }
  }
}
