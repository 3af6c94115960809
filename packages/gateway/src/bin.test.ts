import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ClientCapability } from '@ringdown/token'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { AccountResource } from './rest/serialise/serialise-account.js'

// The built program in a process of its own, as an operator runs it.
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url))

// Each start of the program takes about half a second, and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

interface Outcome {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

interface Machine {
  readonly dataDir: string
  spawn(...args: readonly string[]): Child
  run(...args: readonly string[]): Promise<Outcome>
}

function createMachine(): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'ringdown-bin-'))
  const dataDir = join(folder, 'data')
  const children: Child[] = []
  onTestFinished(async () => {
    for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    rmSync(folder, { recursive: true })
  })
  const env = { RINGDOWN_DATA_DIR: dataDir, RINGDOWN_HTTP_PORT: '0', RINGDOWN_LOG_LEVEL: 'debug' }
  const start = (...args: readonly string[]): Child => {
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: 'pipe' })
    children.push(child)
    return child
  }
  return {
    dataDir,
    spawn: start,
    run: (...args) => {
      const child = start(...args)
      child.stdin.end()
      return ending(child)
    },
  }
}

async function ending(child: Child): Promise<Outcome> {
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { exitCode, stdout, stderr }
}

interface ServingGateway {
  readonly child: Child
  readonly line: string
  readonly httpPort: number
  readonly accountSid: string
  /** Everything that it writes to standard error until it ends. */
  readonly log: Promise<string>
}

async function serve(machine: Machine): Promise<ServingGateway> {
  const child = machine.spawn('serve')
  const log = text(child.stderr)
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'close').then(async () => Promise.reject(new Error(await log))),
  ])) as [string]
  const { httpPort, accountSid } = JSON.parse(line) as Pick<ServingGateway, 'httpPort' | 'accountSid'>
  return { child, line, httpPort, accountSid, log }
}

async function stop({ child }: ServingGateway): Promise<number | null> {
  child.kill('SIGTERM')
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return exitCode
}

/** Present a token as a device does, and return the type of the answer and its error code. */
async function listen(httpPort: number, token: string): Promise<{ type: string; code: number | undefined }> {
  const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/signal`)
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'listen', version: '1.6', payload: { token } }))
  const [data] = (await once(socket, 'message')) as [Buffer]
  socket.terminate()
  const { type, payload } = JSON.parse(data.toString()) as { type: string; payload: { error?: { code: number } } }
  return { type, code: payload.error?.code }
}

function aToken(accountSid: string, authToken: string): string {
  const capability = new ClientCapability({ accountSid, authToken })
  capability.addScope(new ClientCapability.IncomingClientScope('joey'))
  return capability.toJwt()
}

test('serve says when it is ready, keeps the auth token to a file for its user, and ends on SIGTERM with 0', async () => {
  const machine = createMachine()
  const gateway = await serve(machine)
  expect((await fetch(`http://127.0.0.1:${gateway.httpPort}/healthz`)).status).toBe(200)
  const file = join(machine.dataDir, 'first-account.env')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(machine.dataDir).mode & 0o777).toBe(0o700)
  const authToken = /^RINGDOWN_AUTH_TOKEN=([\da-f]{32})$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  const token = aToken(gateway.accountSid, authToken)
  expect(await listen(gateway.httpPort, token)).toEqual({ type: 'connected', code: undefined })
  expect(await listen(gateway.httpPort, aToken(gateway.accountSid, 'wrong'))).toEqual({ type: 'error', code: 31202 })
  expect(await stop(gateway)).toBe(0)
  const printed = gateway.line + (await gateway.log)
  expect(printed).toContain('device admitted')
  for (const secret of [authToken, token, token.split('.')[2] ?? '']) {
    expect(secret).not.toBe('')
    expect(printed).not.toContain(secret)
  }
})

test('commands work on the store of a gateway that runs, and it sees each change at once', async () => {
  const machine = createMachine()
  const gateway = await serve(machine)
  const { sid, auth_token: old } = JSON.parse(
    (await machine.run('account', 'create', '--json')).stdout,
  ) as AccountResource
  const present = (authToken: string): Promise<object> => listen(gateway.httpPort, aToken(sid, authToken))
  expect(await present(old)).toMatchObject({ type: 'connected' })
  const started = JSON.parse((await machine.run('account', 'rotate', sid, '--start', '--json')).stdout) as {
    secondary_auth_token: string
  }
  expect(await present(started.secondary_auth_token)).toMatchObject({ type: 'connected' })
  await machine.run('account', 'rotate', sid, '--promote')
  expect(await present(old)).toMatchObject({ type: 'connected' })
  await machine.run('account', 'rotate', sid, '--remove')
  expect(await present(old)).toMatchObject({ type: 'error', code: 31202 })
  expect(await machine.run('account', 'suspend', sid)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await present(started.secondary_auth_token)).toMatchObject({ type: 'error' })
  expect(await stop(gateway)).toBe(0)
})

test('a port in use ends serve with 1 and a sentence, and leaves nothing running', async () => {
  const machine = createMachine()
  const gateway = await serve(machine)
  const other = createMachine()
  const { exitCode, stdout, stderr } = await other.run('serve', '--http-port', String(gateway.httpPort))
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(
    `ringdown-gateway: port ${gateway.httpPort} is in use by another program: stop that, or choose another port with --http-port or --https-port (RINGDOWN_HTTP_PORT, RINGDOWN_HTTPS_PORT)`,
  )
  await stop(gateway)
})

test('a wrong command line ends with 2, what is not there with 1, and neither leaves a store behind', async () => {
  const machine = createMachine()
  expect(await machine.run('application', 'lst')).toMatchObject({ exitCode: 2, stdout: '' })
  expect(await machine.run('application', 'list')).toMatchObject({ exitCode: 1, stdout: '' })
  expect(existsSync(machine.dataDir)).toBe(false)
})

test('a value can be piped in', async () => {
  const machine = createMachine()
  await machine.run('account', 'create')
  const child = machine.spawn('application', 'create', '--voice-url', '-', '--json')
  child.stdin.end('https://user:pass@app.example/voice\n')
  const { exitCode, stdout } = await ending(child)
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ voice_url: 'https://user:pass@app.example/voice' })
})

test('a reader that closes the pipe hears no complaint, and the exit code stays what it is', async () => {
  const child = createMachine().spawn('help', 'application', 'create')
  child.stdin.end()
  child.stdout.destroy()
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number | null]>])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})
