import type { CallControl } from '../control.js'
import type { TwimlDocument } from '../document.js'
import type { TwimlElement } from '../element.js'
import type { Reading } from '../reading.js'

/** What follows a verb: the next one, another document instead, or nothing because the call is over. */
export type Step = 'next' | 'over' | { readonly document: TwimlDocument }

/** One verb: how it is understood, and what it does. */
export interface VerbModule<Verb> {
  /** Understand an element of the verb's name; undefined when nothing can be made of it, which has been remarked on. */
  readonly read: (element: TwimlElement, reading: Reading) => Verb | undefined
  /** Do it. Rejects with CallEndedError when the call ends meanwhile. */
  readonly run: (verb: Verb, control: CallControl) => Promise<Step>
}

/** The position of an element's start tag. */
export function positionOf({ line, column }: TwimlElement): { readonly line: number; readonly column: number } {
  return { line, column }
}
