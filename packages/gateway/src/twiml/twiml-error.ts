import type { ErrorCode } from '@ringdown/protocol'
import type { Position } from './position.js'

/**
 * A document that cannot be run at all. The message is one sentence that says what is wrong and what to do; it holds
 * no text of the document but names of elements. Where it is wrong is in {@link line} and {@link column}.
 */
export class TwimlError extends Error {
  override readonly name: string = 'TwimlError'
  readonly code: ErrorCode
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number

  constructor(code: ErrorCode, message: string, position: Position, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.line = position.line
    this.column = position.column
  }
}
