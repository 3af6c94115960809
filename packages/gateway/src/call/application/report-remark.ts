import type { CallSid } from '@ringdown/protocol'
import type { TwimlRemark } from '../../twiml/control.js'
import type { CallContext } from '../call-context.js'
import { reportProblem } from '../report-problem.js'

/** Tell the developer of something in a document, as a notification of the leg that it runs for. */
export function reportRemark(
  { legs, ports }: Pick<CallContext, 'legs' | 'ports'>,
  callSid: CallSid,
  { code, text, line, column }: TwimlRemark,
): void {
  reportProblem(ports, { call: legs.get(callSid), code, text: `${text} (line ${line}, column ${column})` })
}
