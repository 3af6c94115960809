import type { TwimlAttribute, TwimlElement } from './element.js'
import { createLocator, type Position } from './position.js'
import { TwimlError } from './twiml-error.js'
import { twimlLimits } from './twiml-limits.js'

interface OpenElement {
  readonly name: string
  readonly attributes: TwimlAttribute[]
  readonly children: TwimlElement[]
  readonly texts: string[]
  readonly position: Position
}

/**
 * Builds the tree of one document from what a parser meets in it. The parser says with each thing where it stands now:
 * the index behind what it has read.
 */
export class ElementBuilder {
  /** Index behind the last thing that was read whole. */
  lastEnd = 0
  /** The root element, once it is closed. */
  root: TwimlElement | undefined
  readonly #text: string
  readonly #locate: (index: number) => Position
  readonly #open: OpenElement[] = []
  #elementCount = 0

  constructor(text: string) {
    this.#text = text
    this.#locate = createLocator(text)
  }

  /**
   * A start tag begins; its name has been read, and the character behind it.
   *
   * @throws TwimlError with code 12100 or 12102
   */
  start(name: string, end: number): void {
    const position = this.#locate(this.#text.lastIndexOf('<', end - 2))
    this.#elementCount += 1
    this.#check(name, position)
    this.#open.push({ name, attributes: [], children: [], texts: [], position })
    this.lastEnd = end
  }

  attribute(name: string, value: string, end: number): void {
    const start = this.lastEnd + this.#text.slice(this.lastEnd).search(/\S/)
    this.#open.at(-1)?.attributes.push({ name, value, ...this.#locate(start) })
    this.lastEnd = end
  }

  text(content: string, end: number): void {
    this.#open.at(-1)?.texts.push(content)
    this.lastEnd = end
  }

  close(end: number): void {
    const element = this.#open.pop()
    if (element === undefined) throw new RangeError('An element was closed that was not open')
    const { name, attributes, children, texts, position } = element
    const closed = { name, attributes, children, text: texts.join('').trim(), ...position }
    const parent = this.#open.at(-1)
    if (parent === undefined) this.root = closed
    else parent.children.push(closed)
    this.lastEnd = end
  }

  #check(name: string, position: Position): void {
    if (this.#elementCount === 1 && name !== 'Response') {
      const message = 'The root element is not <Response>. Put the verbs into a <Response> element.'
      throw new TwimlError(12102, message, position)
    }
    if (this.#open.length >= twimlLimits.maxDepth) {
      throw new TwimlError(12100, `Elements are nested more than ${twimlLimits.maxDepth} deep.`, position)
    }
    if (this.#elementCount > twimlLimits.maxElements) {
      throw new TwimlError(12100, `The document has more than ${twimlLimits.maxElements} elements.`, position)
    }
  }
}
