import { styleText } from 'node:util'
import type { Ports } from '../ports.js'

/** How a verdict is coloured. */
export type Tone = 'good' | 'bad' | 'doubtful'

const colors = { good: 'green', bad: 'red', doubtful: 'yellow' } as const

/** Colour a word, if standard output is a terminal and the user does not object. */
export function paint(text: string, tone: Tone, { stdout, profile }: Pick<Ports, 'stdout' | 'profile'>): string {
  if (!stdout.isTerminal || !profile.allowsColor) return text
  return styleText(['bold', colors[tone]], text, { validateStream: false })
}
