import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Gateway } from './gateway.js'

const script = fileURLToPath(new URL('../../examples/rest-script/call.ts', import.meta.url))

/** The server script of the examples, in a process of its own. */
interface RestScript {
  /** Resolves when it has ended. */
  readonly ended: Promise<ScriptEnd>
  /** What it wrote on standard output so far. */
  output(): string
  /** End it, wherever it is. */
  stop(): void
}

/** How a script ended. */
interface ScriptEnd {
  readonly exitCode: number | null
  /** What it wrote on standard error. */
  readonly complaint: string
}

/** Start the script, which rings a client, against a gateway. */
export function startRestScript({ credentials, httpPort }: Gateway, clientName: string): RestScript {
  const env = {
    RINGDOWN_URL: `http://127.0.0.1:${httpPort}`,
    TWILIO_ACCOUNT_SID: credentials.accountSid,
    TWILIO_AUTH_TOKEN: credentials.authToken,
    CLIENT_NAME: clientName,
  }
  const child = spawn(process.execPath, ['--import', 'tsx', script], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk))
  return {
    ended: once(child, 'close').then(() => ({ exitCode: child.exitCode, complaint })),
    output: () => output,
    stop: () => void child.kill(),
  }
}
