import type { CallSid, CallStatus } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../twiml/control.js'
import type { CallEffect } from './call-effect.js'
import type { CallPorts } from './call-ports.js'
import type { CallEventKind } from './call-event-record.js'
import type { CallRecord } from './call-record.js'
import { type EndCause } from './end-cause.js'
import { createStatusCallbacks, type StatusCallbacks } from './status-callbacks.js'

type StatusEffect = Extract<CallEffect, { type: 'status' }>

interface Entry {
  record: CallRecord
  readonly callbacks: StatusCallbacks | undefined
}

const reasonOf: Readonly<Record<EndCause, string | null>> = {
  hangup: null,
  busy: 'The application rejected the call as busy.',
  declined: 'The call was declined at a device.',
  rejected: 'The application rejected the call.',
  'no-answer': 'Nobody answered.',
  'not-registered': 'No device is registered under the name.',
  canceled: null,
  lost: 'The connection to the device was lost.',
  failed: 'The call could not be carried out.',
}

/** The legs of one call as they are kept: every change is in the store before anyone is told of it. */
export class LegBook {
  readonly #ports: CallPorts
  readonly #authToken: string
  readonly #onAdded: (callSid: CallSid) => void
  readonly #entries = new Map<CallSid, Entry>()

  /**
   * @param authToken - signs status callbacks
   * @param onAdded - told of each new leg, once it is in the store
   */
  constructor(ports: CallPorts, authToken: string, onAdded: (callSid: CallSid) => void) {
    this.#ports = ports
    this.#authToken = authToken
    this.#onAdded = onAdded
  }

  /** Every leg of the call, the caller's first. */
  get callSids(): readonly CallSid[] {
    return [...this.#entries.keys()]
  }

  /** Keep a new leg, and fire the callbacks of the status it starts in. */
  async add(record: CallRecord, statusCallback?: StatusCallbackSpec): Promise<void> {
    const callbacks = statusCallback && createStatusCallbacks(this.#ports, statusCallback, this.#authToken)
    this.#entries.set(record.sid, { record, callbacks })
    await this.#ports.store.calls.insert(record)
    this.#onAdded(record.sid)
    this.note(record.sid, 'created', record.direction, {
      from: record.from,
      to: record.to,
      parent: record.parentCallSid,
    })
    this.#ports.observer.status(record, undefined)
    callbacks?.statusChanged(record)
  }

  /** The leg as it is now. */
  get(callSid: CallSid): CallRecord {
    const entry = this.#entries.get(callSid)
    if (entry === undefined) throw new RangeError('The call has no such leg')
    return entry.record
  }

  /** Carry out a change of status. */
  async apply({ callSid, status, at, cause }: StatusEffect): Promise<void> {
    const entry = this.#entries.get(callSid)
    if (entry === undefined) throw new RangeError('The call has no such leg')
    const previous = entry.record.status
    const times = status === 'in-progress' ? { answeredAt: at } : cause === undefined ? {} : { endedAt: at }
    const patch = { status, ...times, ...(cause !== undefined && { endReason: reasonOf[cause] }) }
    entry.record = { ...entry.record, ...patch, updatedAt: at }
    await this.#ports.store.calls.update(callSid, patch, at)
    this.#report(entry, previous, cause)
  }

  /** Add a line to a leg's timeline. */
  note(callSid: CallSid, kind: CallEventKind, name: string, detail: Readonly<Record<string, unknown>> = {}): void {
    const { accountSid } = this.get(callSid)
    this.#ports.observer.event({ accountSid, callSid, at: this.#ports.clock.now(), kind, name, detail })
  }

  #report({ record, callbacks }: Entry, previous: CallStatus, cause: EndCause | undefined): void {
    const detail = { previous, ...(cause !== undefined && { cause }) }
    this.note(record.sid, cause === undefined ? 'status' : 'ended', record.status, detail)
    this.#ports.observer.status(record, previous)
    callbacks?.statusChanged(record)
  }
}
