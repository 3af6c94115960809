import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const folder = new URL('../', import.meta.url)
const freePort = fileURLToPath(new URL('free-port.cjs', import.meta.url))

/**
 * Start a sample from Twilio's documentation, as it stands, on a free port, until the test is over.
 *
 * @param officialLibrary - the package to load in place of ours
 * @returns the URL of its token endpoint
 */
export async function startSample(file: string, officialLibrary?: string): Promise<URL> {
  const env = officialLibrary === undefined ? {} : { OFFICIAL_LIBRARY: officialLibrary }
  const child = start(`twilio-samples/${file}`, ['--require', freePort], env)
  const [message] = (await Promise.race([once(child, 'message'), failure(child)])) as [{ readonly port: number }]
  return new URL(`http://127.0.0.1:${message.port}/token`)
}

/** Start one of our token servers, on a free port unless `env` has one, and return the URL it announces. */
export async function startTokenServer(file: string, env: Readonly<Record<string, string>>): Promise<URL> {
  const child = start(file, ['--import', 'tsx'], { PORT: '0', ...env })
  if (child.stdout === null) throw new Error('Standard output is not a pipe.')
  const [line] = (await Promise.race([once(child.stdout, 'data'), failure(child)])) as [Buffer]
  const [url] = /http:\S+/.exec(line.toString()) ?? []
  if (url === undefined) throw new Error(`${file} announced no URL.`)
  return new URL(url)
}

function start(file: string, execArgv: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const child = fork(fileURLToPath(new URL(file, folder)), [], {
    execArgv: [...execArgv],
    // Nothing of the environment of whoever runs the tests: it may hold credentials.
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => void child.kill())
  return child
}

/** Reject with what a child says on standard error when it ends by itself. */
async function failure(child: ChildProcess): Promise<never> {
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  await once(child, 'close')
  throw new Error(complaint)
}
