import type { ErrorCode } from '@ringdown/protocol'
import { CallEndedError } from '../twiml/control.js'
import type { TwimlDocument } from '../twiml/document.js'
import { runDocument } from '../twiml/interpreter.js'
import { acceptDocument, createCallControl } from './call-control.js'
import type { CallSession } from './call-session.js'
import { createDocumentSource, type DocumentPlace, type DocumentSource } from './document-source.js'
import { createNotification } from './notification.js'
import { type RequestParams, standardParams } from './request-params.js'
import { durationParams, sendStatusCallback } from './status-callbacks.js'

/**
 * Run a call: ask the application's VoiceUrl, walk the document it answers with, end the call after the last verb, and
 * tell the application's status callback. Resolves when all of that is under way; never rejects.
 *
 * @param custom - parameters of the device and its token, for the first request; `To` may be among them
 */
export async function runCall(session: CallSession, custom: RequestParams): Promise<void> {
  const { application, account, callSid, legs, ports } = session.context
  const fallback = placeOf(application.voiceFallbackUrl, application.voiceFallbackMethod)
  const source = createDocumentSource(ports, { account, callSid, legs, fallback })
  try {
    const document = await askVoiceUrl(session, source, custom)
    await runDocument(document, createCallControl(session, source))
    await session.post({ type: 'document-over' })
  } catch (error) {
    if (!(error instanceof CallEndedError)) await failInternally(session, error)
  }
  await session.over
  tellApplication(session)
  ports.webhooks.forget(callSid)
}

async function askVoiceUrl(
  session: CallSession,
  source: DocumentSource,
  custom: RequestParams,
): Promise<TwimlDocument> {
  const { application, legs, callSid } = session.context
  const place = placeOf(application.voiceUrl, application.voiceMethod)
  if (place === undefined) {
    notify(
      session,
      11100,
      `The application ${application.sid} has no VoiceUrl. Set one: it answers the application's calls.`,
    )
    await session.post({ type: 'end', cause: 'failed', isTold: false, error: 31404 })
    throw new CallEndedError('The application has no VoiceUrl.')
  }
  if (session.isOver) throw new CallEndedError('The call has ended.')
  // A call that a device starts comes in from it: whom it is to reach, if anyone, is the device's own parameter.
  const params = { ...custom, ...standardParams(legs.get(callSid)), Called: '', To: custom['To'] ?? '' }
  return acceptDocument(session, await source.request(place, params))
}

async function failInternally(session: CallSession, error: unknown): Promise<void> {
  session.context.ports.observer.fault(session.context.callSid, error)
  notify(session, 12400, 'The gateway failed while it carried out the document; its log says more.')
  await session.post({ type: 'end', cause: 'failed', isTold: false })
}

function tellApplication({ context }: CallSession): void {
  const { application, account, callSid, legs, ports } = context
  const place = placeOf(application.statusCallback, application.statusCallbackMethod)
  if (place === undefined) return
  const call = legs.get(callSid)
  const params = { ...standardParams(call), ...durationParams(call) }
  sendStatusCallback(ports, { spec: place, call, params, authToken: account.authToken })
}

function notify({ context }: CallSession, code: ErrorCode, text: string): void {
  const { account, callSid, legs, ports } = context
  const call = { accountSid: account.sid, sid: callSid }
  ports.observer.notification(createNotification(ports, { call, level: 'error', code, text }))
  legs.note(callSid, 'notification', String(code), { text, level: 'error' })
}

function placeOf(url: string | null, method: DocumentPlace['method']): DocumentPlace | undefined {
  return url === null ? undefined : { url, method }
}
