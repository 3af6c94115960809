import { errors } from 'undici'
import { type ExchangeFailure, failureOf } from '../exchange.js'
import { webhookLimits } from '../webhook-limits.js'
import { LostConnectionError } from './connection-shelf.js'

/** What to say of an answer that did not come, or paused, for too long. */
export function readTimeoutFailure(asked: string, timeoutMs: number): ExchangeFailure {
  return failureOf(11205, `${asked}: nothing came for ${timeoutMs} ms.`, 'rt')
}

/** What to say of an error while a request was sent or its answer read. */
export function replyFailure(asked: string, error: unknown): ExchangeFailure {
  if (isConnectionLoss(error) || hasCode(error, ['HPE_INVALID_EOF_STATE'])) {
    return failureOf(11205, `${asked}: the connection ended before the answer was whole.`)
  }
  if (error instanceof errors.ResponseContentLengthMismatchError) {
    return failureOf(11205, `${asked}: the answer does not have the length that it announces.`)
  }
  if (error instanceof errors.HeadersOverflowError) {
    return failureOf(11206, `${asked}: the answer's header is longer than ${webhookLimits.maxHeaderBytes} bytes.`)
  }
  // What is left is what undici's parser, or undici itself about the use that a server makes of HTTP, complains of.
  const reason = error instanceof Error ? error.message : 'unknown'
  return failureOf(11206, `${asked}: the answer is not valid HTTP (${reason}).`)
}

/** Whether a connection ended without a word. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof LostConnectionError) return true
  // The same class is used for answers that make no sense, such as an upgrade nobody asked for.
  if (error instanceof errors.SocketError) return error.message === 'other side closed'
  // The shelf destroys the client of a connection that closed, which is the last of these.
  return hasCode(error, ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'UND_ERR_DESTROYED'])
}

function hasCode(error: unknown, codes: readonly unknown[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(error.code)
}
