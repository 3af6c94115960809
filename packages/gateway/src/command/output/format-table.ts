import stringWidth from 'string-width'

/** The width that output is laid out for, in columns. */
export const lineWidth = 80

/** A row: cells that are as wide as their content, and a last one that takes the rest of the line. */
export interface Row {
  readonly cells: readonly string[]
  /** What stands in the last cell; each entry starts on a line of its own. */
  readonly entries: readonly string[]
}

const gap = '  '
const hangingIndent = '  '
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Lay out rows in columns, at most {@link lineWidth} wide; long entries are wrapped, never cut off. */
export function formatTable(rows: readonly Row[]): string {
  const widths = rows.reduce<readonly number[]>(
    (known, { cells }) => cells.map((cell, index) => Math.max(stringWidth(cell), known[index] ?? 0)),
    [],
  )
  const entryWidth = lineWidth - widths.reduce((sum, width) => sum + width + gap.length, 0)
  return rows.map((row) => formatRow(row, widths, entryWidth)).join('')
}

function formatRow({ cells, entries }: Row, widths: readonly number[], entryWidth: number): string {
  const head = cells.map((cell, index) => pad(cell, widths[index] ?? 0) + gap).join('')
  const [first = '', ...rest] = entries.flatMap((entry) => wrap(entry, entryWidth))
  const indent = ' '.repeat(stringWidth(head))
  return [head + first, ...rest.map((line) => indent + line)].map((line) => `${line.trimEnd()}\n`).join('')
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - stringWidth(cell)))
}

/** Break at spaces, and within a word that is longer than a line. Indented, so that no value can fake a new entry. */
function wrap(text: string, width: number): readonly string[] {
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
  return [...lines, line]
}

function splitGraphemes(word: string): readonly string[] {
  return Array.from(graphemes.segment(word), ({ segment }) => segment)
}
