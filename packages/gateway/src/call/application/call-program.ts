import type { ErrorCode } from '@ringdown/protocol'
import { CallEndedError } from '../../twiml/control.js'
import type { TwimlDocument } from '../../twiml/document.js'
import { runDocument } from '../../twiml/interpreter.js'
import type { CallSession } from '../call-session.js'
import { reportProblem } from '../report-problem.js'
import { acceptDocument, createCallControl, putCommand, type RunningTurn } from './call-control.js'
import type { CallScript } from './call-script.js'
import { createDocumentSource, type DocumentSource } from './document-source.js'
import { type RequestParams, standardParams } from './request-params.js'
import { statusCallbackParams } from './status-callbacks.js'

/** The parameters of a call's first request, beside the standard ones. */
interface FirstRequest {
  /** Of the device and its token; `To` may be among them. Standard parameters win over them. */
  readonly custom: RequestParams
  /** These win over the standard ones. */
  readonly own: RequestParams
}

const plainRequest: FirstRequest = { custom: {}, own: {} }

/**
 * Run a call: ask for its first document, walk it, end the call after the last verb; when another script takes its place
 * meanwhile, go on with that one. Tell the application's status callback when the call is over, whoever ended it.
 * Resolves when nothing of all that is under way any more; never rejects.
 */
export async function runCall(session: CallSession, script: CallScript, first = plainRequest): Promise<void> {
  const { callbacks, callSid, ports } = session.context
  const told = session.over.then(() => {
    tellApplication(session, script)
  })
  const sources: DocumentSource[] = []
  let [next, request]: [CallScript | undefined, FirstRequest] = [script, first]
  while (next !== undefined) {
    const turn = session.beginTurn()
    const { account, legs } = session.context
    const source = createDocumentSource({ ports, account, callSid, legs, fallback: next.fallback })
    sources.push(source)
    await runScript({ session, turn, source }, next, request)
    next = session.isOver ? undefined : turn.next
    request = plainRequest
  }
  await told
  await Promise.all(sources.map((source) => source.settled()))
  await callbacks.settled()
  ports.webhooks.forget(callSid)
}

/** Resolves when the script is at its end, when the call is over, or when another script takes its place. */
async function runScript(running: RunningTurn, script: CallScript, request: FirstRequest): Promise<void> {
  try {
    const document = await askFirst(running, script, request)
    await runDocument(document, createCallControl(running))
    await putCommand(running, { type: 'document-over' })
  } catch (error) {
    if (!(error instanceof CallEndedError)) await failInternally(running, error)
  }
}

async function askFirst(running: RunningTurn, { document }: CallScript, request: FirstRequest): Promise<TwimlDocument> {
  const { session, source, turn } = running
  const { legs, callSid } = session.context
  if (session.isOver) throw new CallEndedError('The call has ended.')
  if (document === undefined) {
    const { applicationSid, to } = legs.get(callSid)
    const owner = applicationSid === null ? `number ${to}` : `application ${applicationSid}`
    reportError(session, 11100, `The ${owner} has no VoiceUrl. Set one: it answers the calls.`)
    await putCommand(running, { type: 'end', cause: 'application-failed', isTold: false, error: 31404 })
    throw new CallEndedError('The application has no VoiceUrl.')
  }
  const params = { ...request.custom, ...standardParams(legs.get(callSid)), ...request.own }
  const asked = 'twiml' in document ? source.read(document.twiml, params) : source.request(document.address, params)
  return acceptDocument(running, await Promise.race([asked, turn.replaced]))
}

async function failInternally(running: RunningTurn, error: unknown): Promise<void> {
  const { session } = running
  session.context.ports.observer.fault(session.context.callSid, error)
  reportError(session, 12400, 'The gateway failed while it carried out the document; its log says more.')
  await putCommand(running, { type: 'end', cause: 'failed', isTold: false })
}

function tellApplication({ context }: CallSession, { statusCallback: place }: CallScript): void {
  const { callbacks, callSid, legs } = context
  if (place === undefined || legs.hasCallbacks(callSid)) return
  const call = legs.get(callSid)
  callbacks.send({ place, call, params: statusCallbackParams(call, 0) })
}

function reportError({ context }: CallSession, code: ErrorCode, text: string): void {
  const { callSid, legs, ports } = context
  reportProblem(ports, { call: legs.get(callSid), code, text })
}
