import type { ErrorCode } from '@ringdown/protocol'
import type { HttpMethod } from '../../http-method.js'
import { CallEndedError } from '../../twiml/control.js'
import type { DocumentAddress, TwimlDocument } from '../../twiml/document.js'
import { runDocument } from '../../twiml/interpreter.js'
import { acceptDocument, createCallControl } from './call-control.js'
import type { CallSession } from '../call-session.js'
import { createDocumentSource, type DocumentSource } from './document-source.js'
import { reportProblem } from '../report-problem.js'
import { type RequestParams, standardParams } from './request-params.js'
import { durationParams } from './status-callbacks.js'

/**
 * Run a call: ask the application's VoiceUrl, walk the document it answers with, end the call after the last verb, and
 * tell the application's status callback when the call is over, whoever ended it. Resolves when nothing of all that is
 * under way any more; never rejects.
 *
 * @param custom - parameters of the device and its token, for the first request; `To` may be among them
 */
export async function runCall(session: CallSession, custom: RequestParams): Promise<void> {
  const { application, account, callbacks, callSid, legs, ports } = session.context
  const fallback = addressOf(application.voiceFallbackUrl, application.voiceFallbackMethod)
  const source = createDocumentSource({ ports, account, callSid, legs, fallback })
  const told = session.over.then(() => {
    tellApplication(session)
  })
  try {
    const document = await askVoiceUrl(session, source, custom)
    await runDocument(document, createCallControl(session, source))
    await session.post({ type: 'document-over' })
  } catch (error) {
    if (!(error instanceof CallEndedError)) await failInternally(session, error)
  }
  await told
  await callbacks.settled()
  ports.webhooks.forget(callSid)
}

async function askVoiceUrl(
  session: CallSession,
  source: DocumentSource,
  custom: RequestParams,
): Promise<TwimlDocument> {
  const { application, legs, callSid } = session.context
  if (session.isOver) throw new CallEndedError('The call has ended.')
  const address = addressOf(application.voiceUrl, application.voiceMethod)
  if (address === undefined) {
    const advice = 'Set one: it answers the application’s calls.'
    reportError(session, 11100, `The application ${application.sid} has no VoiceUrl. ${advice}`)
    await session.post({ type: 'end', cause: 'application-failed', isTold: false, error: 31404 })
    throw new CallEndedError('The application has no VoiceUrl.')
  }
  // A call that a device starts comes in from it: whom it is to reach, if anyone, is the device's own parameter.
  const params = { ...custom, ...standardParams(legs.get(callSid)), Called: '' }
  return acceptDocument(session, await source.request(address, params))
}

async function failInternally(session: CallSession, error: unknown): Promise<void> {
  session.context.ports.observer.fault(session.context.callSid, error)
  reportError(session, 12400, 'The gateway failed while it carried out the document; its log says more.')
  await session.post({ type: 'end', cause: 'failed', isTold: false })
}

function tellApplication({ context }: CallSession): void {
  const { application, callbacks, callSid, legs } = context
  const place = addressOf(application.statusCallback, application.statusCallbackMethod)
  if (place === undefined) return
  const call = legs.get(callSid)
  callbacks.send({ place, call, params: { ...standardParams(call), ...durationParams(call) } })
}

function reportError({ context }: CallSession, code: ErrorCode, text: string): void {
  const { callSid, legs, ports } = context
  reportProblem(ports, { call: legs.get(callSid), code, text })
}

function addressOf(url: string | null, method: HttpMethod): DocumentAddress | undefined {
  return url === null ? undefined : { url, method }
}
