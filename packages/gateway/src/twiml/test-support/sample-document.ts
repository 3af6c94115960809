import type { ClientTarget, DialVerb, TwimlDocument } from '../document.js'
import { type ParsedTwiml, parseTwiml } from '../parse.js'
import { twimlLimits } from '../twiml-limits.js'

/** Where the documents of the tests come from. */
export const sampleUrl = 'https://app.example/voice'

/** Parse verbs, without the `<Response>` around them. */
export function parseBody(body: string): ParsedTwiml {
  return parseTwiml(`<Response>${body}</Response>`, sampleUrl)
}

/** Parse verbs of a document that was given inline. */
export function parseInline(body: string): ParsedTwiml {
  return parseTwiml(`<Response>${body}</Response>`, undefined)
}

/** Parse verbs to the document alone. */
export function documentOf(body: string): TwimlDocument {
  return parseBody(body).document
}

/** Codes of the remarks on some verbs. */
export function codesOf(body: string): readonly number[] {
  return parseBody(body).remarks.map(({ code }) => code)
}

/** A client without anything. */
export function plainClient(clientName: string): ClientTarget {
  return { clientName, params: [], screening: undefined, statusCallback: undefined }
}

/** What `<Dial><Client>bob</Client></Dial>` asks for. */
export const plainDial: Pick<DialVerb, 'dial' | 'action'> = {
  dial: {
    targets: [plainClient('bob')],
    timeoutSeconds: twimlLimits.defaultDialTimeoutSeconds,
    timeLimitSeconds: twimlLimits.maxDialSeconds,
    callerId: undefined,
    answerOnBridge: false,
    sequential: false,
    hangupOnStar: false,
  },
  action: undefined,
}
