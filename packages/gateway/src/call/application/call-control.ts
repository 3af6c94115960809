import type { ErrorCode } from '@ringdown/protocol'
import {
  type CallControl,
  CallEndedError,
  type DialOutcome,
  type DialSpec,
  type DocumentRequest,
  type TwimlRemark,
} from '../../twiml/control.js'
import type { TwimlDocument } from '../../twiml/document.js'
import type { CallSession } from '../call-session.js'
import type { DocumentResult, DocumentSource } from './document-source.js'
import { reportProblem } from '../report-problem.js'
import { standardParams } from './request-params.js'

/** Make what a document's verbs act on a call through. */
export function createCallControl(session: CallSession, source: DocumentSource): CallControl {
  const { legs, callSid } = session.context

  async function whileRunning(task: Promise<void>): Promise<void> {
    await task
    if (session.isOver) throw new CallEndedError('The call has ended.')
  }

  return {
    answer: () => whileRunning(session.post({ type: 'answer' })),
    pause: (seconds) => whileRunning(wait(session, seconds)),
    dial: (spec) => (spec.sequential ? dialInTurn(session, spec) : session.dial(spec)),
    reject: (reason) => whileRunning(session.post({ type: 'end', cause: reason, isTold: false })),
    hangup: () => whileRunning(session.post({ type: 'end', cause: 'hangup', isTold: false })),
    // Also when the call is over: the action of a dial hears how it went, although its answer leads nowhere then.
    async fetch({ url, method, params }: DocumentRequest) {
      const result = await source.request({ url, method }, { ...standardParams(legs.get(callSid)), ...params })
      return acceptDocument(session, result)
    },
    remark: (remark) => {
      reportRemark(session, remark)
    },
  }
}

/**
 * Take a document that was asked for; when there is none, end the call.
 *
 * @throws CallEndedError when the call has ended, or is ended because there is no document
 */
export async function acceptDocument(session: CallSession, result: DocumentResult): Promise<TwimlDocument> {
  if (session.isOver) throw new CallEndedError('The call has ended.')
  if (result.isOk) {
    for (const remark of result.remarks) reportRemark(session, remark)
    return result.document
  }
  await session.post({ type: 'end', cause: 'application-failed', isTold: false, error: deviceErrorOf(result.code) })
  throw new CallEndedError('The application did not answer with a document.')
}

const timeouts: readonly ErrorCode[] = [11201, 11203, 11205]

// A device is told two things apart: nobody answered in time, or the application is broken.
function deviceErrorOf(code: ErrorCode): ErrorCode {
  return timeouts.includes(code) ? 31003 : 31000
}

function reportRemark({ context }: CallSession, { code, text, line, column }: TwimlRemark): void {
  const { callSid, legs, ports } = context
  const sentence = `${text} (line ${line}, column ${column})`
  reportProblem(ports, { call: legs.get(callSid), code, text: sentence })
}

function wait(session: CallSession, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = session.context.ports.clock.after(seconds * 1000, resolve)
    void session.over.then(() => {
      cancel()
      resolve()
    })
  })
}

/** Ring one target after another, until one was answered or the whole dial was stopped. */
async function dialInTurn(session: CallSession, spec: DialSpec): Promise<DialOutcome> {
  const [first = [], ...others] = spec.targets.map((target) => [target])
  let outcome = await session.dial({ ...spec, targets: first })
  for (const targets of others) {
    if (session.isOver || outcome.isBridged || outcome.status === 'canceled') break
    outcome = await session.dial({ ...spec, targets })
  }
  return outcome
}
