/** An element of a document: names as written, attributes as written, position of its start tag. */
export interface TwimlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly TwimlElement[]
  /** The character data directly inside it, joined, with surrounding white space cut off. */
  readonly text: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

/** A parsed TwiML document: the children of its `<Response>`, in order. */
export interface TwimlDocument {
  /** Where it came from, the base of relative URLs in it; undefined for a document given inline. */
  readonly baseUrl: string | undefined
  readonly verbs: readonly TwimlElement[]
}
