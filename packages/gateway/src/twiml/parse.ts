import { checkElement } from './check-element.js'
import type { TwimlRemark } from './control.js'
import type { TwimlDocument } from './document.js'
import { parseElement } from './parse-element.js'
import { createReading } from './reading.js'
import { TwimlError } from './twiml-error.js'
import { twimlLimits } from './twiml-limits.js'
import { readVerb } from './verbs/index.js'

/** A document that can be run, and what its developer should know of it. */
export interface ParsedTwiml {
  readonly document: TwimlDocument
  /** In document order; at most `twimlLimits.maxRemarks`. */
  readonly remarks: readonly TwimlRemark[]
}

/**
 * Parse a TwiML document (Twilio, "TwiML for Programmable Voice"). What is unknown, misplaced, invalid or not supported
 * yet is skipped with a remark; only a text that is no TwiML document at all is refused.
 *
 * @param text - at most 64 kB; a byte order mark is passed over
 * @param baseUrl - where it came from: absolute, the base of relative URLs in it; undefined for a document given inline
 * @throws TwimlError with code 11750, 11770, 12100, 12101 or 12102
 */
export function parseTwiml(text: string, baseUrl: string | undefined): ParsedTwiml {
  checkSize(text)
  const response = parseElement(text.replace(/^\uFEFF/, ''))
  const reading = createReading(baseUrl)
  const { children } = checkElement(response, reading)
  const verbs = children.flatMap((child) => readVerb(child, reading) ?? [])
  return { document: { baseUrl, verbs }, remarks: reading.remarks.toSorted(byPosition) }
}

function byPosition(one: TwimlRemark, other: TwimlRemark): number {
  return one.line === other.line ? one.column - other.column : one.line - other.line
}

function checkSize(text: string): void {
  const start = { line: 1, column: 1 }
  const { maxDocumentBytes } = twimlLimits
  // A text of more characters has more bytes, and need not be counted.
  if (text.length > maxDocumentBytes || new TextEncoder().encode(text).length > maxDocumentBytes) {
    throw new TwimlError(11750, `The document is larger than ${maxDocumentBytes} bytes.`, start)
  }
  if (text.trim() === '') {
    throw new TwimlError(11770, 'The document is empty. The shortest one is <Response/>.', start)
  }
}
