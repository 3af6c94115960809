import type { Ports } from '../ports.js'
import { paint, type Tone } from './style.js'
import { drawTable, layoutWidth, type Row } from './table.js'
import { wrapText } from './wrap-text.js'

/** The first thing that is said about a token: one word, then sentences. */
export interface Verdict {
  readonly word: string
  readonly tone: Tone
  readonly text: string
}

/** Write a verdict and the table under it to standard output. */
export function writeVerdict({ word, tone, text }: Verdict, rows: readonly Row[], ports: Ports): void {
  const width = layoutWidth(ports.stdout.columns)
  const lines = wrapText(`${word}: ${text}`, width).join('\n')
  // Coloured after wrapping, which measures the text.
  const [head, tail] = [lines.slice(0, word.length), lines.slice(word.length)]
  ports.stdout.write(`${paint(head, tone, ports)}${tail}\n${drawTable(rows, width)}`)
}
