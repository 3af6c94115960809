import type { ErrorCode } from '@ringdown/protocol'
import {
  type CallControl,
  CallEndedError,
  type DialOutcome,
  type DialSpec,
  type DocumentRequest,
  type TwimlRemark,
} from '../twiml/control.js'
import type { TwimlDocument } from '../twiml/document.js'
import type { CallSession } from './call-session.js'
import type { DocumentResult, DocumentSource } from './document-source.js'
import { createNotification } from './notification.js'
import { standardParams } from './request-params.js'

/** Make what a document's verbs act on a call through. */
export function createCallControl(session: CallSession, source: DocumentSource): CallControl {
  const { legs, callSid, ports } = session.context

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
    async fetch({ url, method, params }: DocumentRequest) {
      const result = await source.request({ url, method }, { ...standardParams(legs.get(callSid)), ...params })
      return acceptDocument(session, result)
    },
    remark: (remark) => {
      reportRemark(session, remark, ports.observer.notification)
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
    for (const remark of result.remarks) reportRemark(session, remark, session.context.ports.observer.notification)
    return result.document
  }
  await session.post({ type: 'end', cause: 'failed', isTold: false, error: deviceErrorOf(result.code) })
  throw new CallEndedError('The application did not answer with a document.')
}

const timeouts: readonly ErrorCode[] = [11201, 11203, 11205]

// A device is told two things apart: nobody answered in time, or the application is broken.
function deviceErrorOf(code: ErrorCode): ErrorCode {
  return timeouts.includes(code) ? 31003 : 31000
}

function reportRemark(
  { context }: CallSession,
  { code, text, line, column }: TwimlRemark,
  notify: CallSession['context']['ports']['observer']['notification'],
): void {
  const { account, callSid, legs, ports } = context
  const sentence = `${text} (line ${line}, column ${column})`
  const call = { accountSid: account.sid, sid: callSid }
  notify(createNotification(ports, { call, level: 'warning', code, text: sentence }))
  legs.note(callSid, 'notification', String(code), { text: sentence, level: 'warning' })
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

async function dialInTurn(session: CallSession, spec: DialSpec): Promise<DialOutcome> {
  let latest: DialOutcome | undefined
  for (const target of spec.targets) {
    if (latest !== undefined && session.isOver) return latest
    latest = await session.dial({ ...spec, targets: [target] })
    if (latest.isBridged) return latest
  }
  return latest ?? session.dial(spec)
}
