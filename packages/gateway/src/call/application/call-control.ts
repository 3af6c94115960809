import type { ErrorCode } from '@ringdown/protocol'
import {
  type CallControl,
  CallEndedError,
  type DialOutcome,
  type DialSpec,
  type DocumentRequest,
} from '../../twiml/control.js'
import type { TwimlDocument } from '../../twiml/document.js'
import type { CallSession } from '../call-session.js'
import { prepareBranches } from '../device/dial-branches.js'
import type { CallCommand } from '../state/call-input.js'
import type { CallTurn } from './call-turn.js'
import type { DocumentResult, DocumentSource } from './document-source.js'
import { reportRemark } from './report-remark.js'
import { standardParams } from './request-params.js'
import { waitSeconds } from './wait-seconds.js'

/** A run of documents on a call, and where they come from. */
export interface RunningTurn {
  readonly session: CallSession
  readonly turn: CallTurn
  readonly source: DocumentSource
}

/** Make what a document's verbs act on a call through, as long as no other script takes their place. */
export function createCallControl(running: RunningTurn): CallControl {
  const { session, turn, source } = running
  const { legs, callSid } = session.context

  async function put(command: CallCommand): Promise<void> {
    await putCommand(running, command)
    expectToRun(running)
  }

  return {
    answer: () => put({ type: 'answer' }),
    async pause(seconds) {
      await waitSeconds(session.context.ports.clock, seconds, Promise.race([session.over, turn.replaced]))
      expectToRun(running)
    },
    dial: (spec) => (spec.sequential ? dialInTurn(running, spec) : dial(running, spec)),
    reject: (reason) => put({ type: 'end', cause: reason, isTold: false }),
    hangup: () => put({ type: 'end', cause: 'hangup', isTold: false }),
    // Also when the call is over: the action of a dial hears how it went, although its answer leads nowhere then.
    async fetch({ url, method, params }: DocumentRequest) {
      const asked = source.request({ url, method }, { ...standardParams(legs.get(callSid)), ...params })
      return acceptDocument(running, await Promise.race([asked, turn.replaced]))
    },
    remark: (remark) => {
      reportRemark(session.context, callSid, remark)
    },
  }
}

/**
 * Take a document that was asked for; when there is none, end the call.
 *
 * @param result - undefined when another script took its place
 * @throws CallEndedError when the call has ended, or is ended because there is no document
 */
export async function acceptDocument(running: RunningTurn, result: DocumentResult | undefined): Promise<TwimlDocument> {
  expectToRun(running)
  if (result?.isOk === true) {
    for (const remark of result.remarks) reportRemark(running.session.context, running.session.context.callSid, remark)
    return result.document
  }
  const error = result && deviceErrorOf(result.code)
  await putCommand(running, { type: 'end', cause: 'application-failed', isTold: false, error })
  throw new CallEndedError('The application did not answer with a document.')
}

/** Put a command of a document to its call, unless another script has taken its place by then. */
export function putCommand(
  { session, turn }: Pick<RunningTurn, 'session' | 'turn'>,
  command: CallCommand,
): Promise<void> {
  return session.run(async (apply) => {
    if (turn.next === undefined) await apply(command)
  })
}

/** @throws CallEndedError when nothing more of a document is to be run */
function expectToRun({ session, turn }: RunningTurn): void {
  if (session.isOver) throw new CallEndedError('The call has ended.')
  if (turn.next !== undefined) throw new CallEndedError('Another document has taken the place of this one.')
}

const timeouts: readonly ErrorCode[] = [11201, 11203, 11205]

// A device is told two things apart: nobody answered in time, or the application is broken.
function deviceErrorOf(code: ErrorCode): ErrorCode {
  return timeouts.includes(code) ? 31003 : 31000
}

/** Ring; when another script takes the place of the document, nobody asks any more how it went. */
async function dial(running: RunningTurn, spec: DialSpec): Promise<DialOutcome> {
  const { session, turn } = running
  const outcome = await session.dial(spec, () => {
    expectToRun(running)
    return prepareBranches(session, spec)
  })
  if (turn.next !== undefined) expectToRun(running)
  return outcome
}

/** Ring one target after another, until one was answered or the whole dial was stopped. */
async function dialInTurn(running: RunningTurn, spec: DialSpec): Promise<DialOutcome> {
  const [first = [], ...others] = spec.targets.map((target) => [target])
  let outcome = await dial(running, { ...spec, targets: first })
  for (const targets of others) {
    if (running.session.isOver || outcome.isBridged || outcome.status === 'canceled') break
    outcome = await dial(running, { ...spec, targets })
  }
  return outcome
}
