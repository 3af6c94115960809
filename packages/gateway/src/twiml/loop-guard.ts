import type { CallControl } from './control.js'
import { twimlLimits } from './twiml-limits.js'

/** Notices a call that runs from document to document without end, because nothing in them takes any time. */
export interface LoopGuard {
  /** The control to run verbs on: it works on the same call, and lets the guard see what takes time. */
  readonly control: CallControl
  /** Admit one more document; otherwise the sentence that says why not. */
  admit(): string | undefined
}

/**
 * Make the guard of one call. A `<Pause>` and an answered `<Dial>` take time; a `<Dial>` that nobody answers may or may
 * not (it ends at once when nobody is registered), so that many of those in a row count as a loop too. One without
 * anybody to ring takes none.
 */
export function createLoopGuard(control: CallControl): LoopGuard {
  let documents = 0
  let unansweredDials = 0
  const waited = (): void => {
    documents = 0
    unansweredDials = 0
  }
  return {
    control: {
      answer: () => control.answer(),
      pause: async (seconds) => {
        await control.pause(seconds)
        waited()
      },
      dial: async (spec) => {
        const outcome = await control.dial(spec)
        const dialsBefore = unansweredDials
        if (outcome.callSid !== undefined) waited()
        if (!outcome.isBridged) unansweredDials = dialsBefore + 1
        return outcome
      },
      reject: (reason) => control.reject(reason),
      hangup: () => control.hangup(),
      fetch: (request) => control.fetch(request),
      remark: (remark) => {
        control.remark(remark)
      },
    },
    admit() {
      documents += 1
      if (documents > twimlLimits.maxDocumentsWithoutWait) {
        return `More than ${twimlLimits.maxDocumentsWithoutWait} documents were run through without a <Pause> or <Dial>.`
      }
      if (unansweredDials > twimlLimits.maxUnansweredDials) {
        return `More than ${twimlLimits.maxUnansweredDials} dials in a row were not answered.`
      }
      return undefined
    },
  }
}
