import { type CallSid, isFinal } from '@ringdown/protocol'
import { type MediaEvent, MediaError } from '../media/media.js'
import { CallEndedError, type DialOutcome, type DialSpec } from '../twiml/control.js'
import { type Call, createCall } from './call.js'
import { type CallContext, calleeKey } from './call-context.js'
import { performEffect } from './call-effects.js'
import type { CallCommand, CallInput } from './call-input.js'
import type { CallEffect } from './call-effect.js'
import type { CallRecord } from './call-record.js'
import { createDeferred, type Deferred } from './deferred.js'
import type { Device } from './device-directory.js'
import { type DeviceEnd, fingerprintOf } from './device-end.js'
import { prepareBranches } from './dial-branches.js'
import { createMailbox } from './mailbox.js'
import { moveCall } from './move-call.js'

interface RunningDial {
  readonly spec: DialSpec
  readonly outcome: Deferred<DialOutcome>
  readonly stopTimer: () => void
}

/**
 * One call while it runs: the one owner of its state. Everything that happens to it passes through its mailbox and is
 * put to {@link moveCall}; the effects that come out are carried out one after another, each exactly once.
 */
export class CallSession {
  readonly context: CallContext
  readonly #mailbox = createMailbox()
  readonly #over = createDeferred<undefined>()
  #call: Call
  #dial: RunningDial | undefined
  #stopTimeLimit: () => void = () => undefined

  constructor(context: CallContext) {
    this.context = context
    this.#call = createCall(context.callSid)
  }

  /** Whether the call has ended; what is left of it may still be under way. */
  get isOver(): boolean {
    return isFinal(this.#call.parent.status)
  }

  /** Resolves when the call has ended and nothing of it is left. */
  get over(): Promise<undefined> {
    return this.#over.promise
  }

  /** The leg that answered the dial under way. */
  get winner(): CallSid | undefined {
    return this.#call.dial?.winner
  }

  /** Whether the caller's device has been given a session description. */
  get hasCallerMedia(): boolean {
    return this.#call.progress === 'early-media' || this.#call.progress === 'answered'
  }

  /** Whether the caller's device has been told that the call is answered. */
  get isCallerAnswered(): boolean {
    return this.#call.progress === 'answered'
  }

  /** Keep the caller's leg and answer its offer; an offer that cannot be answered ends the call. */
  begin(record: CallRecord, offerSdp: string): Promise<void> {
    const { caller, legs, ports } = this.context
    return this.#do(async () => {
      try {
        await legs.add(record)
      } catch (error) {
        ports.observer.fault(record.sid, error)
        await this.#apply({ type: 'end', cause: 'failed', isTold: false })
        return
      }
      this.#stopTimeLimit = ports.clock.after(ports.limits.maxCallSeconds * 1000, () => {
        void this.post({ type: 'end', cause: 'hangup', isTold: false })
      })
      caller.fingerprint = fingerprintOf(offerSdp)
      const sdp = await this.#tryMedia(record.sid, () => caller.endpoint.answer(offerSdp))
      if (sdp === undefined) await this.#apply({ type: 'end', cause: 'failed', isTold: false, error: 31400 })
      else caller.localSdp = sdp
    })
  }

  /** Put something that happened to the call; resolves when every effect of it is carried out. Never rejects. */
  post(command: CallCommand): Promise<void> {
    return this.#do(() => this.#apply(command))
  }

  /** Run something between inputs. A failure is reported as a fault. */
  async #do(task: () => Promise<void>): Promise<void> {
    await this.#mailbox.post(task).catch((error: unknown) => {
      this.context.ports.observer.fault(this.context.callSid, error)
    })
  }

  /**
   * Ring devices.
   *
   * @returns how the dial ended, also when it ended because the call did
   * @throws CallEndedError when the call had ended before
   */
  async dial(spec: DialSpec): Promise<DialOutcome> {
    const outcome = createDeferred<DialOutcome>()
    await this.#mailbox.post(async () => {
      if (this.isOver) throw new CallEndedError('The call has ended.')
      const branches = await prepareBranches(this.context, spec, (end, event) => {
        this.#onCalleeMedia(end, event)
      })
      const stopTimer = this.context.ports.clock.after(spec.timeoutSeconds * 1000, () => {
        void this.post({ type: 'dial-timeout' })
      })
      this.#dial = { spec, outcome, stopTimer }
      await this.#apply({ type: 'dial', branches, answerOnBridge: spec.answerOnBridge })
    })
    return outcome.promise
  }

  /** A device accepts. Its answer is applied; one that cannot be counts as a failure of that device alone. */
  accept(end: DeviceEnd, answerSdp: string): Promise<void> {
    const { callSid, id: deviceId } = end
    return this.#do(async () => {
      if (!this.context.callees.has(calleeKey(callSid, deviceId)) || this.winner !== undefined) return
      const isReady = await this.#tryMedia(callSid, () => end.endpoint.acceptAnswer(answerSdp).then(() => true))
      end.fingerprint = fingerprintOf(answerSdp)
      if (isReady) {
        await this.#apply({ type: 'accepted', callSid, deviceId })
        return
      }
      end.tellEnded(31000)
      await this.#apply({ type: 'unreachable', callSid, deviceId, hasFailed: true })
    })
  }

  /** A new offer of a connected device: an ICE restart. */
  restart(end: DeviceEnd, offerSdp: string): Promise<void> {
    return this.#do(async () => {
      if (this.isOver) return
      const sdp = await this.#tryMedia(end.callSid, () => end.endpoint.restart(offerSdp))
      if (sdp === undefined) return
      end.localSdp = sdp
      end.tellAnswered(true)
    })
  }

  /**
   * The same person offers media on another connection: a reloaded page takes its call over, or a ringing call is
   * forwarded to, and with that answered by, another device.
   */
  takeOver(end: DeviceEnd, device: Device, offerSdp: string): Promise<void> {
    return this.#do(async () => {
      if (this.isOver) return
      const sdp = await this.#tryMedia(end.callSid, () => this.#replaceEndpoint(end, offerSdp))
      if (sdp === undefined) return
      if (end.device.id !== device.id) end.send('cancel', { callsid: end.callSid, reason: 'taken-over' })
      end.attach(device)
      end.localSdp = sdp
      end.isTakenOver = true
      const isTalking = end === this.context.caller || end.callSid === this.winner
      if (isTalking) end.tellAnswered(true)
      else await this.#apply({ type: 'accepted', callSid: end.callSid, deviceId: end.id })
    })
  }

  async #replaceEndpoint(end: DeviceEnd, offerSdp: string): Promise<string> {
    const { media } = this.context.ports
    const isCaller = end === this.context.caller
    const endpoint = media.createEndpoint((event) => {
      if (isCaller) this.onCallerMedia(event)
      else this.#onCalleeMedia(end, event)
    })
    const sdp = await endpoint.answer(offerSdp)
    const old = end.endpoint
    end.endpoint = endpoint
    end.fingerprint = fingerprintOf(offerSdp)
    const winner = this.winner === undefined ? undefined : this.#connectedCallee(this.winner)
    if (winner !== undefined) media.bridge(this.context.caller.endpoint, winner.endpoint)
    await old.close()
    return sdp
  }

  /** The end that a leg of the dial is talking at. */
  #connectedCallee(callSid: CallSid): DeviceEnd | undefined {
    return [...this.context.callees.values()].find(({ end }) => end.callSid === callSid)?.end
  }

  /** Keys that were pressed at the caller's device, or sent by it as a message. */
  pressKeys(end: DeviceEnd, digits: string): void {
    this.context.legs.note(end.callSid, 'dtmf', 'keys', { count: digits.length })
    const isStop = end === this.context.caller && digits.includes('*') && this.#dial?.spec.hangupOnStar === true
    if (isStop) void this.post({ type: 'stop-dial' })
  }

  /** What happens to the caller's media. */
  onCallerMedia(event: MediaEvent): void {
    const { caller, legs } = this.context
    if (event.type === 'dtmf') this.pressKeys(caller, event.digit)
    else legs.note(caller.callSid, 'media', event.type, event.type === 'lost' ? { reason: event.reason } : {})
    if (event.type === 'lost' && this.hasCallerMedia) void this.post({ type: 'end', cause: 'lost', isTold: false })
  }

  #onCalleeMedia(end: DeviceEnd, event: MediaEvent): void {
    if (event.type === 'dtmf') this.pressKeys(end, event.digit)
    else this.context.legs.note(end.callSid, 'media', event.type, event.type === 'lost' ? { reason: event.reason } : {})
    if (event.type !== 'lost') return
    void this.post({ type: 'callee-ended', callSid: end.callSid, cause: 'lost', isTold: false })
  }

  async #apply(command: CallCommand): Promise<void> {
    const input = { ...command, at: this.context.ports.clock.now() } as CallInput
    const { call, effects } = moveCall(this.#call, input)
    this.#call = call
    for (const effect of effects) {
      // One effect that fails must not keep the others back: a call that ends has to end whole.
      await this.#perform(effect).catch((error: unknown) => {
        this.context.ports.observer.fault(this.context.callSid, error)
      })
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
    if (callee?.end.isAttached === false) void this.post({ type: 'unreachable', callSid, deviceId, hasFailed: false })
  }

  #limitDial(): void {
    if (this.#dial === undefined) return
    this.#dial.stopTimer()
    const { spec } = this.#dial
    const stopTimer = this.context.ports.clock.after(spec.timeLimitSeconds * 1000, () => {
      void this.post({ type: 'stop-dial' })
    })
    this.#dial = { ...this.#dial, stopTimer }
  }

  async #close(): Promise<void> {
    const { caller, callSid, legs } = this.context
    this.#stopTimeLimit()
    this.#over.resolve(undefined)
    legs.note(callSid, 'media', 'closed', { ...caller.endpoint.stats() })
    await caller.endpoint.close()
  }

  async #tryMedia<Result>(callSid: CallSid, task: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await task()
    } catch (error) {
      if (!(error instanceof MediaError)) throw error
      this.context.legs.note(callSid, 'media', 'refused', { code: error.code, reason: error.message })
      return undefined
    }
  }
}
