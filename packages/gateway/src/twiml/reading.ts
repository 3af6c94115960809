import type { ErrorCode } from '@ringdown/protocol'
import type { TwimlRemark } from './control.js'
import type { Position } from './position.js'
import { twimlLimits } from './twiml-limits.js'

/** One reading of a document: what its verbs need to be understood, and where they say what is wrong with them. */
export interface Reading {
  /** The base of relative URLs; undefined for a document given inline. */
  readonly baseUrl: string | undefined
  /** Tell the developer about something at a position. */
  remark(code: ErrorCode, text: string, position: Position): void
}

/** A reading whose remarks can be collected. */
export interface RemarkedReading extends Reading {
  /** In the order in which they were made, at most `maxRemarks`. */
  readonly remarks: readonly TwimlRemark[]
}

/** Start to read a document. */
export function createReading(baseUrl: string | undefined): RemarkedReading {
  const remarks: TwimlRemark[] = []
  return {
    baseUrl,
    remarks,
    remark(code, text, { line, column }) {
      if (remarks.length < twimlLimits.maxRemarks - 1) remarks.push({ code, text, line, column })
      else if (remarks.length < twimlLimits.maxRemarks) {
        remarks.push({ code: 12200, text: 'There is more to say about this document; it was left out.', line, column })
      }
    },
  }
}

/** Quote a piece of a document for a remark: on one line, and short. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return `"${line.length <= 40 ? line : `${line.slice(0, 39)}…`}"`
}
