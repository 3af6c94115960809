import type { CallRecord } from '../../call/call-record.js'
import { reportProblem } from '../../call/report-problem.js'
import type { RestPorts } from '../rest-ports.js'
import { ignoredParameters, type ScriptBody } from './call-body.js'
import { readStatusCallback } from './read-status-callback.js'

/** Notify the developer of what a request gave and the call does without. */
export function reportIgnored(ports: RestPorts, call: CallRecord, body: ScriptBody): void {
  const names = ignoredParameters.filter((name) => name in body)
  if (names.length > 0) {
    const text = `These parameters have no effect here, and were ignored: ${names.join(', ')}.`
    reportProblem(ports, { call, code: 20001, text })
  }
  if (!readStatusCallback(body).isUnusable) return
  const text = 'StatusCallback is no absolute http or https URL; the call goes on without callbacks.'
  reportProblem(ports, { call, code: 21609, text })
}
