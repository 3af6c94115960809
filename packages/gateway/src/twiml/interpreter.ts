import { type CallControl, CallEndedError } from './control.js'
import type { TwimlDocument, TwimlVerb } from './document.js'
import { createLoopGuard, type LoopGuard } from './loop-guard.js'
import { runVerb } from './verbs/index.js'

/**
 * Run a document on a call, verb by verb, and the documents that it leads to. Resolves after the last verb, or when the
 * call is over; a call that goes in circles is ended, with error 11215.
 */
export async function runDocument(document: TwimlDocument, control: CallControl): Promise<void> {
  const guard = createLoopGuard(control)
  try {
    let current: TwimlDocument | undefined = document
    while (current !== undefined) current = await runVerbs(current, guard)
  } catch (error) {
    if (!(error instanceof CallEndedError)) throw error
  }
}

/** Run one document; resolves to the one that it leads to. */
async function runVerbs({ verbs }: TwimlDocument, guard: LoopGuard): Promise<TwimlDocument | undefined> {
  for (const verb of verbs) {
    const step = await runVerb(verb, guard.control)
    if (step === 'over') return undefined
    if (step === 'next') continue
    const fault = guard.admit()
    if (fault === undefined) return step.document
    await endLoop(verb, fault, guard.control)
    return undefined
  }
  return undefined
}

async function endLoop({ name, position }: TwimlVerb, fault: string, control: CallControl): Promise<void> {
  const advice = 'The call was ended. Let the documents lead to an end, or put a <Pause> into the circle.'
  control.remark({ code: 11215, text: `<${name}> goes in circles. ${fault} ${advice}`, ...position })
  await control.hangup()
}
