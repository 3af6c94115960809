import { usageError } from '../error/command-error.js'
import type { Ports } from '../ports.js'
import { readInputText } from './input-text.js'

/** Options that say where the token is. */
export interface TokenOptions {
  readonly tokenFile?: string
}

/** Tell whether the token is going to be read from standard input. */
export function isTokenOnStdin(argument: string | undefined, { tokenFile }: TokenOptions): boolean {
  return tokenFile === undefined && (argument === undefined || argument === '-')
}

/**
 * Read the token, from the argument, `--token-file` or standard input; space around it is cut off.
 *
 * @throws CommandError with exit code 2 for no token or two, and 3 for a file that cannot be read
 */
export async function readToken(
  argument: string | undefined,
  options: TokenOptions,
  { stdin, readFile }: Pick<Ports, 'stdin' | 'readFile'>,
): Promise<string> {
  const { tokenFile } = options
  if (argument !== undefined && tokenFile !== undefined) {
    throw usageError('A token and --token-file exclude each other; pass one of them.')
  }
  if (tokenFile !== undefined) return readTrimmed('--token-file', (maxBytes) => readFile(tokenFile, maxBytes))
  if (!isTokenOnStdin(argument, options)) return (argument ?? '').trim()
  if (argument === undefined && stdin.isTerminal) {
    throw usageError('No token. Pass it as an argument, pipe it in, or pass --token-file <path>.')
  }
  return readTrimmed('Standard input', stdin.read)
}

async function readTrimmed(place: string, read: (maxBytes: number) => Promise<Uint8Array>): Promise<string> {
  const token = (await readInputText(place, read)).trim()
  if (token === '') throw usageError(`${place}: There is no token in it.`)
  return token
}
