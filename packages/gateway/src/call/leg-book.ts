import type { CallSid, CallStatus } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../twiml/control.js'
import type { CallbackSender } from './application/callback-sender.js'
import type { CallEffect } from './state/call-effect.js'
import type { CallPorts } from './call-ports.js'
import type { CallEventKind } from './call-event-record.js'
import type { CallRecord } from './call-record.js'
import type { EndCause } from './state/end-cause.js'
import { createStatusCallbacks, type StatusCallbacks } from './application/status-callbacks.js'

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
  'application-failed': 'The application did not answer with a document that can be run.',
  failed: 'The call could not be carried out.',
}

/** What a leg book is made from. */
export interface LegBookOptions {
  readonly ports: Pick<CallPorts, 'clock' | 'store' | 'observer'>
  /** Sends the status callbacks. */
  readonly callbacks: CallbackSender
  /** Told of each new leg, once it is in the store. */
  readonly onAdded: (callSid: CallSid) => void
}

/** The legs of one call as they are kept: every change is in the store before anyone is told of it. */
export class LegBook {
  readonly #options: LegBookOptions
  readonly #entries = new Map<CallSid, Entry>()

  constructor(options: LegBookOptions) {
    this.#options = options
  }

  /** Every leg of the call, the caller's first. */
  get callSids(): readonly CallSid[] {
    return [...this.#entries.keys()]
  }

  /** Keep a new leg, and fire the callbacks of the status it starts in. When it rejects, there is no such leg. */
  async add(record: CallRecord, statusCallback?: StatusCallbackSpec): Promise<void> {
    const { ports, callbacks: sender, onAdded } = this.#options
    await ports.store.calls.insert(record)
    const callbacks = statusCallback && createStatusCallbacks(sender, statusCallback)
    this.#entries.set(record.sid, { record, callbacks })
    onAdded(record.sid)
    const { from, to, parentCallSid: parent } = record
    this.note(record.sid, 'created', record.direction, { from, to, parent })
    ports.observer.status(record, undefined)
    callbacks?.statusChanged(record)
  }

  /** Whether a leg is kept. */
  has(callSid: CallSid): boolean {
    return this.#entries.has(callSid)
  }

  /** The leg as it is now. */
  get(callSid: CallSid): CallRecord {
    return this.#entryOf(callSid).record
  }

  /**
   * Carry out a change of status. A store that fails is a fault, and holds nothing up: calls end although nobody can
   * write it down.
   */
  async apply({ callSid, status, at, cause }: CallEffect<'status'>): Promise<void> {
    const { ports } = this.#options
    const entry = this.#entryOf(callSid)
    const previous = entry.record.status
    const times = status === 'in-progress' ? { answeredAt: at } : cause === undefined ? {} : { endedAt: at }
    const patch = { status, ...times, ...(cause !== undefined && { endReason: reasonOf[cause] }) }
    entry.record = { ...entry.record, ...patch, updatedAt: at }
    const { record } = entry
    try {
      await ports.store.calls.update(callSid, patch, at)
    } catch (error) {
      ports.observer.fault(callSid, error)
    }
    this.#report({ ...entry, record }, previous, cause)
  }

  /** Add a line to a leg's timeline. */
  note(callSid: CallSid, kind: CallEventKind, name: string, detail: Readonly<Record<string, unknown>> = {}): void {
    const { ports } = this.#options
    const { accountSid } = this.get(callSid)
    ports.observer.event({ accountSid, callSid, at: ports.clock.now(), kind, name, detail })
  }

  #entryOf(callSid: CallSid): Entry {
    const entry = this.#entries.get(callSid)
    if (entry === undefined) throw new RangeError('The call has no such leg')
    return entry
  }

  #report({ record, callbacks }: Entry, previous: CallStatus, cause: EndCause | undefined): void {
    const detail = { previous, ...(cause !== undefined && { cause }) }
    this.note(record.sid, cause === undefined ? 'status' : 'ended', record.status, detail)
    this.#options.ports.observer.status(record, previous)
    callbacks?.statusChanged(record)
  }
}
