import { unreadableError } from '../error/command-error.js'

/** The most that is read of a file or of standard input, in bytes: 64 KiB, four times the largest token. */
const maxInputBytes = 65_536

/**
 * Read UTF-8 text, without its byte order mark.
 *
 * @param place - names the source in messages: an option, not a path, for the path may be a secret put in its place
 * @throws CommandError with exit code 3
 */
export async function readInputText(place: string, read: (maxBytes: number) => Promise<Uint8Array>): Promise<string> {
  const bytes = await read(maxInputBytes).catch((cause: unknown) => {
    throw unreadableError(`${place}: ${describeCause(cause)}`, cause)
  })
  if (bytes.length > maxInputBytes) {
    throw unreadableError(`${place}: More than 64 KiB; this is neither a secret nor a token.`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw unreadableError(`${place}: Not UTF-8 text. Save the file as UTF-8.`, cause)
  }
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  EISDIR: 'This is a folder, not a file.',
  EACCES: 'The file may not be read by this user.',
  EPERM: 'The file may not be read by this user.',
}

// The message of a system error holds the path.
function describeCause(cause: unknown): string {
  const code = (cause as { code?: unknown } | undefined)?.code
  if (typeof code !== 'string') return 'It cannot be read.'
  return sentences[code] ?? `It cannot be read (${code}).`
}
