import { type CheckedElement, checkElement, isTrue, methodValue, numberValue } from '../check-element.js'
import type { DialOutcome, DocumentRequest } from '../control.js'
import type { DialVerb, DocumentAddress } from '../document.js'
import type { Reading } from '../reading.js'
import { resolveUrl } from '../resolve-url.js'
import { twimlLimits } from '../twiml-limits.js'
import { readTargets } from './dial-target.js'
import { positionOf, type VerbModule } from './verb-module.js'

/**
 * `<Dial>`: ring clients, and talk with the first who answers (Twilio, "TwiML Voice: Dial"). With `action` the call
 * goes on in the document found there, without it with the next verb.
 */
export const dial: VerbModule<DialVerb> = {
  read(element, reading) {
    const checked = checkElement(element, reading)
    const { text, children } = element
    if (text === '' && children.length === 0) reading.remark(12200, '<Dial> names nobody to ring.', element)
    const callerId = checked.values['callerId']
    return {
      name: 'Dial',
      position: positionOf(element),
      dial: {
        targets: readTargets(element, checked, reading),
        timeoutSeconds: numberValue(checked, 'timeout', twimlLimits.defaultDialTimeoutSeconds),
        timeLimitSeconds: numberValue(checked, 'timeLimit', twimlLimits.maxDialSeconds),
        callerId,
        answerOnBridge: isTrue(checked, 'answerOnBridge'),
        sequential: isTrue(checked, 'sequential'),
        hangupOnStar: isTrue(checked, 'hangupOnStar'),
      },
      action: readAction(checked, reading),
    }
  },
  async run({ dial: spec, action }, control) {
    const outcome = await control.dial(spec)
    if (action === undefined) return 'next'
    return { document: await control.fetch({ ...action, params: outcomeParams(outcome) }) }
  },
}

function readAction(checked: CheckedElement, { baseUrl }: Reading): DocumentAddress | undefined {
  const value = checked.values['action']
  const url = value === undefined ? undefined : resolveUrl(value, baseUrl)
  return url === undefined ? undefined : { url, method: methodValue(checked, 'method') }
}

function outcomeParams({ status, callSid, durationSeconds, isBridged }: DialOutcome): DocumentRequest['params'] {
  return {
    DialCallStatus: status,
    ...(callSid !== undefined && { DialCallSid: callSid }),
    ...(durationSeconds !== undefined && { DialCallDuration: String(durationSeconds) }),
    DialBridged: String(isBridged),
  }
}
