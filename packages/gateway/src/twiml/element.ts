import type { Position } from './position.js'

/** One attribute of an element, as written, with the position of its name. */
export interface TwimlAttribute extends Position {
  readonly name: string
  readonly value: string
}

/** An element of a document: names and attributes as written, position of its start tag, children in order. */
export interface TwimlElement extends Position {
  readonly name: string
  readonly attributes: readonly TwimlAttribute[]
  readonly children: readonly TwimlElement[]
  /** The character data directly inside it, joined, with surrounding white space cut off. */
  readonly text: string
}

/** The value of an attribute as written; undefined when the element has none of this name. */
export function attributeValue(element: TwimlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value
}
