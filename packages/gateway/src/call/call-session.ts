import { type CallSid, type CallStatus, isFinal } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import { CallEndedError, type DialOutcome, type DialSpec, type StatusCallbackSpec } from '../twiml/control.js'
import { createCallbackSender } from './application/callback-sender.js'
import type { CallScript } from './application/call-script.js'
import { CallTurn } from './application/call-turn.js'
import { type CallContext, type Callee, calleeKey } from './call-context.js'
import { noteMediaClosed, performEffect } from './call-effects.js'
import type { CallEnd } from './call-end.js'
import type { SessionPorts } from './call-ports.js'
import type { CallRecord } from './call-record.js'
import { createDeferred, type Deferred } from './deferred.js'
import type { Device } from './device-directory.js'
import type { DeviceEnd } from './device-end.js'
import type { FarewellBook } from './device/farewell-book.js'
import { LegBook } from './leg-book.js'
import type { CallNumber } from './line/call-number.js'
import { createMailbox } from './mailbox.js'
import type { Call } from './state/call.js'
import type { CallEffect } from './state/call-effect.js'
import type { CallCommand, NewBranch } from './state/call-input.js'
import { isDeviceAnswered, wasDeviceRung } from './state/device-standing.js'
import { moveCall } from './state/move-call.js'

/** What a call is made from. */
export interface CallSessionOptions {
  readonly account: Account
  /** The call as it is born. */
  readonly call: Call
  /** Told of each leg of the call, once it is in the store. */
  readonly onLegAdded: (callSid: CallSid) => void
  readonly farewells: FarewellBook
  readonly callNumber: CallNumber
  readonly track: CallContext['track']
}

interface RunningDial {
  readonly spec: DialSpec
  readonly outcome: Deferred<DialOutcome>
  readonly stopTimer: () => void
  /** Unix milliseconds. */
  readonly answeredAt: number | undefined
}

/** Puts one thing that happened to the call, between other inputs, and carries out what follows from it. */
export type ApplyCommand = (command: CallCommand) => Promise<void>

/**
 * One call while it runs: the one owner of its state. Everything that happens to it passes through its mailbox and is
 * put to {@link moveCall}; the effects that come out are carried out one after another, each exactly once.
 */
export class CallSession {
  readonly context: CallContext
  readonly #ports: SessionPorts
  readonly #mailbox = createMailbox()
  readonly #seated = createDeferred<undefined>()
  readonly #over = createDeferred<undefined>()
  #call: Call
  #turn = new CallTurn()
  #dial: RunningDial | undefined
  #limitSeconds: number
  #countedFrom: number | undefined
  #stopTimeLimit: () => void = () => undefined

  constructor(ports: SessionPorts, options: CallSessionOptions) {
    const { account, call, onLegAdded, farewells, callNumber, track } = options
    this.#ports = ports
    this.#call = call
    this.#limitSeconds = ports.limits.maxCallSeconds
    const { callSid } = call.parent
    const callbacks = createCallbackSender(ports, { account, cookieScope: callSid })
    const legs = new LegBook({ ports, callbacks, onAdded: onLegAdded })
    const nobody = { caller: undefined, callees: new Map<string, Callee>() }
    this.context = { ports, account, callSid, ...nobody, legs, callbacks, farewells, callNumber, track }
  }

  /** The status of the call's own leg. */
  get status(): CallStatus {
    return this.#call.parent.status
  }

  /** Whether the call has ended; what is left of it may still be under way. */
  get isOver(): boolean {
    return isFinal(this.status)
  }

  /** Resolves when the call has ended and nothing of it is left. */
  get over(): Promise<undefined> {
    return this.#over.promise
  }

  /** Resolves when someone has taken a call that the API makes. */
  get seated(): Promise<undefined> {
    return this.#seated.promise
  }

  /** Whether the caller's device has been given a session description. */
  get hasCallerMedia(): boolean {
    return this.#call.progress === 'early-media' || this.#call.progress === 'answered'
  }

  /** Whether the caller's device has been told that the call is answered. */
  get isCallerAnswered(): boolean {
    return this.#call.progress === 'answered'
  }

  /** The caller's end, once there is one, and those of the devices and lines that ring or talk. */
  get ends(): readonly CallEnd[] {
    const { caller, callees } = this.context
    return [...(caller === undefined ? [] : [caller]), ...[...callees.values()].map(({ end }) => end)]
  }

  /** Those ends at which there are devices. */
  get deviceEnds(): readonly DeviceEnd[] {
    return this.ends.filter((end) => end.kind === 'device')
  }

  /** The end at the far side of the bridge; undefined while there is none. */
  get connectedCallee(): CallEnd | undefined {
    const { dial } = this.#call
    return this.ends.find((end) => end !== this.context.caller && end.callSid === dial?.winner)
  }

  /** The end that an end is bridged to. */
  farEndOf(end: CallEnd): CallEnd | undefined {
    const { connectedCallee: callee, context } = this
    if (end === context.caller) return callee
    return end === callee ? context.caller : undefined
  }

  /** Whether devices of a dial ring or talk. */
  get isDialling(): boolean {
    return this.#call.dial !== undefined
  }

  /** Whether the dial under way ends when its caller presses the star. */
  get stopsOnStar(): boolean {
    return this.#dial?.spec.hangupOnStar === true
  }

  /** The end of a dialled leg that has answered, whether it is connected or still screened. */
  answeredEndOf(callSid: CallSid): CallEnd | undefined {
    return this.ends.find(
      (end) => end.callSid === callSid && isDeviceAnswered(this.#call, { callSid, deviceId: end.id }),
    )
  }

  /** Whether an end is the caller's, or has answered. */
  isTalking(end: CallEnd): boolean {
    return end === this.context.caller || end === this.answeredEndOf(end.callSid)
  }

  /** Whether a device is among those that were rung for the call, or by the dial under way, whatever became of it. */
  wasRung(callSid: CallSid, deviceId: string): boolean {
    return wasDeviceRung(this.#call, { callSid, deviceId })
  }

  /** Whether a leg is kept, and is one of the person at a device. */
  isLegOf(callSid: CallSid, device: Device): boolean {
    const { legs } = this.context
    if (!legs.has(callSid)) return false
    if (this.deviceEnds.some((end) => end.callSid === callSid && end.belongsTo(device))) return true
    const { direction, to } = legs.get(callSid)
    const names = [device.grant.identity, ...device.grant.clientNames]
    return direction !== 'inbound' && names.some((name) => to === `client:${name ?? ''}`)
  }

  /** Keep the call's own leg. When it rejects, there is no such call, and nothing is left of it. */
  keep(record: CallRecord, statusCallback?: StatusCallbackSpec): Promise<void> {
    return this.#mailbox.post(async () => {
      try {
        await this.context.legs.add(record, statusCallback)
      } catch (error) {
        // Nobody may hear of a call that is not in the store.
        const at = this.#ports.clock.now()
        this.#call = moveCall(this.#call, { type: 'end', cause: 'failed', isTold: true, at }).call
        await this.#letGo()
        throw error
      }
    })
  }

  /** Let the call last so many seconds, but never longer than the gateway lets any. */
  limitTo(seconds: number): void {
    this.#limitSeconds = Math.min(seconds, this.#ports.limits.maxCallSeconds)
    if (this.#countedFrom !== undefined) this.countFrom(this.#countedFrom)
  }

  /** Count the length of the call from a moment (Unix milliseconds). */
  countFrom(moment: number): void {
    this.#countedFrom = moment
    this.#stopTimeLimit()
    if (this.isOver) return
    this.#stopTimeLimit = this.#schedule(moment + this.#limitSeconds * 1000, {
      type: 'end',
      cause: 'hangup',
      isTold: false,
    })
  }

  /** Let the dial under way last so many seconds from its answer. */
  limitDialTo(timeLimitSeconds: number): void {
    if (this.#dial === undefined) return
    this.#dial = { ...this.#dial, spec: { ...this.#dial.spec, timeLimitSeconds } }
    this.#limitDial()
  }

  /** Begin to run documents. */
  beginTurn(): CallTurn {
    this.#turn = new CallTurn()
    return this.#turn
  }

  /** Run another script in place of what runs now. To be called between inputs. */
  async replaceScript(script: CallScript, apply: ApplyCommand): Promise<void> {
    this.#turn.replaceBy(script)
    await apply({ type: 'stop-dial' })
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
   * @param prepare - makes them ready, when the dial has its turn
   * @returns how the dial ended, also when it ended because the call did
   * @throws CallEndedError when the call had ended before
   * @throws whatever `prepare` throws
   */
  async dial(spec: DialSpec, prepare: () => Promise<readonly NewBranch[]>): Promise<DialOutcome> {
    const outcome = createDeferred<DialOutcome>()
    await this.#mailbox.post(async () => {
      if (this.isOver) throw new CallEndedError('The call has ended.')
      if (this.#dial !== undefined) throw new RangeError('A call cannot dial while it dials')
      const branches = await prepare()
      const stopTimer = this.#schedule(this.#ports.clock.now() + spec.timeoutSeconds * 1000, { type: 'dial-timeout' })
      this.#dial = { spec, outcome, stopTimer, answeredAt: undefined }
      await this.#apply({ type: 'dial', branches, answerOnBridge: spec.answerOnBridge })
    })
    return outcome.promise
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
      if (effect.type === 'bridge') this.#bridged()
      else if (effect.type === 'invite-device') this.#noticeLoss(effect.callSid, effect.deviceId)
      else if (effect.type === 'seat-caller') this.#takenUp()
    }
  }

  #bridged(): void {
    if (this.#dial !== undefined) this.#dial = { ...this.#dial, answeredAt: this.#ports.clock.now() }
    this.#limitDial()
  }

  #takenUp(): void {
    this.countFrom(this.#ports.clock.now())
    this.#seated.resolve(undefined)
  }

  // A device that went away while its offer was made is not missed otherwise.
  #noticeLoss(callSid: CallSid, deviceId: string): void {
    const callee = this.context.callees.get(calleeKey(callSid, deviceId))
    if (callee?.end.isAttached !== false) return
    void this.post({ type: 'unreachable', callSid, deviceId, error: undefined })
  }

  #limitDial(): void {
    if (this.#dial?.answeredAt === undefined) return
    const { spec, answeredAt, stopTimer } = this.#dial
    stopTimer()
    const stop = this.#schedule(answeredAt + spec.timeLimitSeconds * 1000, { type: 'stop-dial' })
    this.#dial = { ...this.#dial, stopTimer: stop }
  }

  /** Post a command at a moment (Unix milliseconds). */
  #schedule(moment: number, command: CallCommand): () => void {
    const { clock } = this.#ports
    return clock.after(Math.max(0, moment - clock.now()), () => {
      void this.post(command)
    })
  }

  async #close(): Promise<void> {
    const { caller } = this.context
    this.#stopTimeLimit()
    try {
      if (caller !== undefined) noteMediaClosed(this.context, caller)
    } finally {
      await this.#letGo()
    }
  }

  async #letGo(): Promise<void> {
    try {
      await this.context.caller?.endpoint.close()
    } finally {
      this.#over.resolve(undefined)
    }
  }
}
