import type { Readable } from 'node:stream'
import { usageError } from '../command-error.js'

/** The longest line that is read, in characters. */
const maxLineLength = 8_192

/**
 * Read the first line of a stream, without its line break.
 *
 * @throws CommandError if there is none, or it is too long
 */
export async function readLine(stream: Readable): Promise<string> {
  let text = ''
  stream.setEncoding('utf8')
  for await (const chunk of stream as AsyncIterable<string>) {
    text += chunk
    if (text.includes('\n') || text.length > maxLineLength) break
  }
  const [line = ''] = text.split(/\r?\n/, 1)
  if (line === '') throw usageError('there is nothing on standard input: pipe the value in')
  if (line.length > maxLineLength)
    throw usageError(`the line on standard input is longer than ${maxLineLength} characters`)
  return line
}
