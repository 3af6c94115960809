import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { CallEventRecord } from '../call/call-event-record.js'
import type { Clock } from '../clock.js'

/** A report that waits for its call. */
export type EarlyReport = Omit<CallEventRecord, 'callSid'>

/** Bounds of what waits. */
const earlyReportLimits = Object.freeze({
  /** How long a report waits, in milliseconds: as long as setting up a call may take. */
  waitMs: 60_000,
  /** Reports of one call; the official SDKs send about five before the gateway hears of it. */
  perCall: 20,
  /** Calls whose reports wait. */
  calls: 1_000,
})

/**
 * Reports that are here before their call is: a device reports that it asks for the microphone, and only then invites.
 * They carry nothing but the temporary id that the device gave its call.
 */
export class EarlyReports {
  readonly #clock: Clock
  readonly #waiting = new Map<string, EarlyReport[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Keep a report for a while, unless there are too many. */
  hold(tempId: string, report: EarlyReport): void {
    const key = keyOf(report.accountSid, tempId)
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) this.#begin(key, report)
    else if (waiting.length < earlyReportLimits.perCall) waiting.push(report)
  }

  /** What has waited for a call that is there now, in the order it came. It waits no longer. */
  release(accountSid: AccountSid, tempId: string, callSid: CallSid): readonly CallEventRecord[] {
    const key = keyOf(accountSid, tempId)
    const waiting = this.#waiting.get(key) ?? []
    this.#waiting.delete(key)
    return waiting.map((report) => ({ ...report, callSid }))
  }

  #begin(key: string, report: EarlyReport): void {
    if (this.#waiting.size >= earlyReportLimits.calls) return
    const waiting = [report]
    this.#waiting.set(key, waiting)
    this.#clock.after(earlyReportLimits.waitMs, () => {
      if (this.#waiting.get(key) === waiting) this.#waiting.delete(key)
    })
  }
}

function keyOf(accountSid: AccountSid, tempId: string): string {
  return `${accountSid}/${tempId}`
}
