import { SaxesParser } from 'saxes'
import type { TwimlElement } from './element.js'
import { ElementBuilder } from './element-builder.js'
import { createLocator, type Position } from './position.js'
import { TwimlError } from './twiml-error.js'

/** Names of elements get into the parser's messages, and a name may be as long as the document. */
const maxReasonChars = 200

/**
 * Parse the XML text of a document into its root element, which has to be `<Response>`.
 *
 * Document type declarations are passed over: nothing that they declare is expanded or fetched, so that the only
 * entities are the five of XML itself, and a document cannot grow while it is read.
 *
 * @throws TwimlError with code 12100, 12101 or 12102
 */
export function parseElement(text: string): TwimlElement {
  const loneSurrogate = text.search(/\p{Surrogate}/u)
  if (loneSurrogate >= 0) {
    throw new TwimlError(12100, 'The document holds half a character; encode it as UTF-8.', at(text, loneSurrogate))
  }
  const parser = new SaxesParser()
  const builder = new ElementBuilder(text)
  connect(parser, builder)
  try {
    parser.write(text).close()
  } catch (error) {
    if (error instanceof TwimlError) throw error
    throw describeFault(text, { parser, message: String(error), lastEnd: builder.lastEnd })
  }
  if (builder.root === undefined) throw new RangeError('The parser took a text without a root element')
  return builder.root
}

function connect(parser: SaxesParser, builder: ElementBuilder): void {
  parser.on('xmldecl', ({ version }) => {
    if (version !== '1.0') throw wrongVersion()
  })
  parser.on('opentagstart', ({ name }) => {
    builder.start(name, parser.position)
  })
  parser.on('attribute', ({ name, value }) => {
    builder.attribute(name, value, parser.position)
  })
  parser.on('text', (content) => {
    // Text ends where the parser has read the `<` of what follows.
    builder.text(content, parser.position - 1)
  })
  parser.on('cdata', (content) => {
    builder.text(content, parser.position)
  })
  parser.on('closetag', () => {
    builder.close(parser.position)
  })
}

interface Fault {
  readonly parser: SaxesParser
  readonly message: string
  readonly lastEnd: number
}

function describeFault(text: string, { parser, message, lastEnd }: Fault): TwimlError {
  const { version } = parser.xmlDecl
  if (version !== undefined && version !== '1.0') return wrongVersion()
  const ampersand = findBareAmpersand(text, lastEnd)
  if (ampersand !== undefined) {
    return new TwimlError(12100, 'A bare & is not XML. Write it as &amp;, in URLs too.', at(text, ampersand))
  }
  // The parser's own message reads `Error: line:column: what is wrong.`
  const reason = message.replace(/^Error: (?:\d+:\d+: )?/, '').replace(/\.$/, '')
  const sentence = `The document is not well-formed XML: ${reason.slice(0, maxReasonChars)}.`
  return new TwimlError(12100, sentence, at(text, Math.max(0, Math.min(parser.position, text.length) - 1)))
}

/**
 * The commonest fault in hand-written documents, which the parser notices much too late: it takes everything up to the
 * next semicolon, or the end, for the name of an entity.
 */
function findBareAmpersand(text: string, from: number): number | undefined {
  const rest = text.slice(from)
  const index = rest.search(/&(?!(?:[A-Za-z_:][\w.:-]*|#\d+|#x[\da-fA-F]+);)/)
  // An ampersand is allowed in comments, CDATA sections and declarations.
  return index < 0 || /<[!?]/.test(rest.slice(0, index)) ? undefined : from + index
}

function wrongVersion(): TwimlError {
  const message = 'The XML declaration names a version other than 1.0. Use version="1.0".'
  return new TwimlError(12101, message, { line: 1, column: 1 })
}

function at(text: string, index: number): Position {
  return createLocator(text)(index)
}
