import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const hangingIndent = '  '

/**
 * Break text into lines by the width it has in a terminal: at spaces, and within a word that is longer than a line.
 * No character but a space at the end of a line is lost.
 *
 * @param width - columns, at least 8
 * @returns lines without line breaks; all but the first are indented, so that no value can fake a new entry
 */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  const append = (piece: string): void => {
    if (stringWidth(`${line}${piece}`.trimEnd()) > width) {
      lines.push(line)
      line = hangingIndent
    }
    line += piece
  }
  for (const word of text.match(/\S+ ?| +/g) ?? []) {
    const isLong = stringWidth(word.trimEnd()) > width - hangingIndent.length
    for (const piece of isLong ? splitGraphemes(word) : [word]) append(piece)
  }
  return [...lines, line].map((each) => each.trimEnd())
}

function splitGraphemes(word: string): readonly string[] {
  // A pile of marks on one letter can be wider than a line: it may be torn apart.
  return Array.from(graphemes.segment(word), ({ segment }) =>
    stringWidth(segment) > 2 ? Array.from(segment) : segment,
  ).flat()
}
