import { randomUUID } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { exitCodes } from './error/exit-code.js'
import { readBounded } from './input/read-bounded.js'
import type { OutputStream, Ports } from './ports.js'
import { readProfile } from './profile.js'

/** The ports of a real process. */
export function createNodePorts(): Ports {
  return {
    args: process.argv.slice(2),
    version: readVersion(),
    profile: readProfile(),
    stdin: { isTerminal: process.stdin.isTTY, read: (maxBytes) => readBounded(process.stdin, maxBytes) },
    stdout: toOutputStream(process.stdout),
    stderr: toOutputStream(process.stderr),
    readFile: (path, maxBytes) => readBounded(createReadStream(path), maxBytes),
    nowSeconds: () => Math.floor(Date.now() / 1000),
    createTokenId: randomUUID,
  }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

function toOutputStream(stream: NodeJS.WriteStream): OutputStream {
  stream.on('error', onWriteError)
  return { isTerminal: stream.isTTY, columns: stream.columns, write: (text) => void stream.write(text) }
}

function onWriteError(error: NodeJS.ErrnoException): void {
  // A reader that has seen enough, such as `head`, closes the pipe. The exit code stays what it is.
  if (error.code === 'EPIPE') return
  process.stderr.write(`ringdown: The output could not be written (${error.code ?? error.name}).\n`)
  process.exit(exitCodes.unusable)
}
