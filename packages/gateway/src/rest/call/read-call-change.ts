import type { z } from 'zod'
import type { CallChange } from '../../call/api/change-call.js'
import { RestError } from '../error/rest-error.js'
import type { callChangeBody } from './call-body.js'
import { readScript } from './read-script.js'
import { readStatusCallback } from './read-status-callback.js'

/**
 * Read what changes a call that runs.
 *
 * @throws RestError 20422 for a request that wants two things at once
 */
export function readCallChange(body: z.infer<typeof callChangeBody>): CallChange {
  const script = readScript(body)
  if (script !== undefined && body.Status !== undefined) {
    throw new RestError(20422, 'Status and a document exclude each other: end the call, or redirect it.')
  }
  if (typeof body.Url === 'string' && body.Twiml !== undefined) {
    throw new RestError(20422, 'Url and Twiml exclude each other.')
  }
  return {
    end: body.Status,
    script,
    statusCallback: readStatusCallback(body).spec,
    timeLimitSeconds: body.TimeLimit,
  }
}
