/** Where something stands in a document. */
export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1, counted in UTF-16 code units, as editors do. */
  readonly column: number
}

/**
 * Make a function that turns an index into `text` into a position. It keeps its place: asked in ascending order, which
 * is how a parser meets things, it looks at the text once.
 */
export function createLocator(text: string): (index: number) => Position {
  let line = 1
  let lineStart = 0
  let lineEnd = endOfLine(text, 0)
  return (index) => {
    if (index < lineStart) {
      line = 1
      lineStart = 0
      lineEnd = endOfLine(text, 0)
    }
    while (lineEnd <= index) {
      line += 1
      lineStart = lineEnd
      lineEnd = endOfLine(text, lineStart)
    }
    return { line, column: index - lineStart + 1 }
  }
}

/** Index behind the line break that ends the line; infinite in the last line. XML 1.0 §2.11: CR LF, CR or LF. */
function endOfLine(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    const character = text[index]
    if (character === '\n') return index + 1
    if (character === '\r') return text[index + 1] === '\n' ? index + 2 : index + 1
  }
  return Infinity
}
