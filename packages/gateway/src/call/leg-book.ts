import type { CallSid, CallStatus } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../twiml/control.js'
import type { CallbackSender } from './application/callback-sender.js'
import type { CallEffect } from './state/call-effect.js'
import type { CallPorts } from './call-ports.js'
import type { CallEventKind } from './call-event-record.js'
import type { CallPatch, CallRecord } from './call-record.js'
import type { EndCause } from './state/end-cause.js'
import { sendStatusCallback, type StatusCallbacks } from './application/status-callbacks.js'

/** A leg as a book has it. */
export interface LegEntry {
  readonly record: CallRecord
  readonly callbacks: StatusCallbacks | undefined
}

const reasonOf: Readonly<Record<EndCause, string | null>> = {
  hangup: null,
  busy: 'The application rejected the call as busy.',
  declined: 'The call was declined at a device.',
  rejected: 'The application rejected the call.',
  'not-admitted': 'Whoever answered was not connected.',
  'no-answer': 'Nobody answered.',
  'not-registered': 'No device is registered under the name.',
  canceled: null,
  lost: 'The connection to the device was lost.',
  'application-failed': 'The application did not answer with a document that can be run.',
  'account-inactive': 'The account was suspended or closed.',
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
  readonly #entries = new Map<CallSid, LegEntry>()

  constructor(options: LegBookOptions) {
    this.#options = options
  }

  /** Every leg of the call, the caller's first. */
  get callSids(): readonly CallSid[] {
    return [...this.#entries.keys()]
  }

  /** Keep a new leg, and fire the callbacks of the status it starts in. When it rejects, there is no such leg. */
  async add(record: CallRecord, statusCallback?: StatusCallbackSpec): Promise<void> {
    const { ports } = this.#options
    await ports.store.calls.insert(record)
    const callbacks = statusCallback && { spec: statusCallback, sequenceNumber: 0 }
    this.adopt({ record, callbacks })
    const { from, to, parentCallSid: parent } = record
    this.note(record.sid, 'created', record.direction, { from, to, parent })
    ports.observer.status(record, undefined)
    this.#callBack(record)
  }

  /** Go on with a leg of another book. */
  adopt(entry: LegEntry): void {
    this.#entries.set(entry.record.sid, entry)
    this.#options.onAdded(entry.record.sid)
  }

  /** Leave a leg to another book. */
  release(callSid: CallSid): LegEntry {
    const entry = this.#entryOf(callSid)
    this.#entries.delete(callSid)
    return entry
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
    const previous = this.get(callSid).status
    const patch = { status, ...timesOf(status, at, cause), ...(cause !== undefined && { endReason: reasonOf[cause] }) }
    const record = this.#change(callSid, { ...patch, updatedAt: at })
    try {
      await ports.store.calls.update(callSid, patch, at)
    } catch (error) {
      ports.observer.fault(callSid, error)
    }
    const detail = { previous, ...(cause !== undefined && { cause }) }
    this.note(callSid, cause === undefined ? 'status' : 'ended', status, detail)
    ports.observer.status(record, previous)
    this.#callBack(record)
  }

  /** Whether status callbacks of its own tell of a leg. */
  hasCallbacks(callSid: CallSid): boolean {
    return this.#entryOf(callSid).callbacks !== undefined
  }

  /** Tell of a leg's progress elsewhere from now on; the numbers go on. */
  redirectCallbacks(callSid: CallSid, spec: StatusCallbackSpec): void {
    const { record, callbacks } = this.#entryOf(callSid)
    this.#entries.set(callSid, { record, callbacks: { spec, sequenceNumber: callbacks?.sequenceNumber ?? 0 } })
  }

  /** Add a line to a leg's timeline. */
  note(callSid: CallSid, kind: CallEventKind, name: string, detail: Readonly<Record<string, unknown>> = {}): void {
    const { ports } = this.#options
    const { accountSid } = this.get(callSid)
    ports.observer.event({ accountSid, callSid, at: ports.clock.now(), kind, name, detail })
  }

  #entryOf(callSid: CallSid): LegEntry {
    const entry = this.#entries.get(callSid)
    if (entry === undefined) throw new RangeError('The call has no such leg')
    return entry
  }

  #change(callSid: CallSid, changes: Partial<CallRecord>): CallRecord {
    const { record, callbacks } = this.#entryOf(callSid)
    const changed = { ...record, ...changes }
    this.#entries.set(callSid, { record: changed, callbacks })
    return changed
  }

  #callBack(record: CallRecord): void {
    const { record: latest, callbacks } = this.#entryOf(record.sid)
    if (callbacks === undefined) return
    const next = sendStatusCallback(this.#options.callbacks, callbacks, record)
    this.#entries.set(record.sid, { record: latest, callbacks: next })
  }
}

function timesOf(status: CallStatus, at: number, cause: EndCause | undefined): CallPatch {
  if (cause !== undefined) return { endedAt: at }
  if (status === 'in-progress') return { answeredAt: at }
  return status === 'initiated' ? { startedAt: at } : {}
}
