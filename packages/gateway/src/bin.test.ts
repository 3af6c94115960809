import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ClientCapability } from '@ringdown/token'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { AccountResource } from './rest/serialise/serialise-account.js'
import {
  createMachine as createAnyMachine,
  endingOf,
  type Machine,
  type MachineOptions,
  serve,
  stop,
} from './test-support/gateway-machine.js'

// Each start of the program takes about half a second, and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

function createMachine(options?: MachineOptions): Machine {
  const machine = createAnyMachine(options)
  onTestFinished(() => machine.dispose())
  return machine
}

/** Present a token as a device does, and return the type of the answer and its error code. */
async function listen(url: string, token: string): Promise<{ type: string; code: number | undefined }> {
  const socket = new WebSocket(url, { rejectUnauthorized: false })
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
  expect(await listen(gateway.url, token)).toEqual({ type: 'connected', code: undefined })
  expect(await listen(gateway.url, aToken(gateway.accountSid, 'wrong'))).toEqual({ type: 'error', code: 31202 })
  expect(await stop(gateway)).toBe(0)
  expect(await gateway.rest).toBe('')
  const printed = gateway.line + (await gateway.log)
  expect(printed).toContain('device admitted')
  expect(printed).toMatch(/The first account was made\. .*ringdown-gateway application create --voice-url/)
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
  const present = (authToken: string): Promise<object> => listen(gateway.url, aToken(sid, authToken))
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

describe('serve that cannot be says why in one sentence, ends with 1, and prints nothing on standard output', () => {
  async function refusal(machine: Machine, ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await machine.run('serve', ...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    // What it logged on its way is JSON.
    const sentences = stderr.trimEnd().split('\n').filter((line) => !line.startsWith('{')) // prettier-ignore
    expect(sentences).toHaveLength(1)
    return sentences[0] ?? ''
  }

  test('a port in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void taken.close())
    await once(taken, 'listening')
    const port = String((taken.address() as AddressInfo).port)
    expect(await refusal(createMachine(), '--http-port', port)).toBe(
      `ringdown-gateway: port ${port} is in use by another program: stop that, or choose another port with --http-port or --https-port (RINGDOWN_HTTP_PORT, RINGDOWN_HTTPS_PORT)`,
    )
  })

  test('a setting that is not allowed, and a file that is none', async () => {
    const machine = createMachine()
    expect(await refusal(machine, '--http-port', 'eighty')).toBe(
      'ringdown-gateway: http.port, set by the flag --http-port, is "eighty", but must be a port from 1 to 65535, 0 for any free one, or off',
    )
    const file = join(machine.folder, 'gateway.yaml')
    writeFileSync(file, 'http: [')
    expect(await refusal(machine, '--config', file)).toMatch(/gateway\.yaml is not valid YAML at line 1, column \d+: /)
  })

  test('a data folder that may not be written', async () => {
    const machine = createMachine()
    mkdirSync(machine.dataDir, { mode: 0o555 })
    // Root may write everywhere but where nobody may: into what the kernel shows of itself.
    const dataDir = process.getuid?.() === 0 ? '/sys/ringdown' : machine.dataDir
    expect(await refusal(machine, '--data-dir', dataDir)).toMatch(
      /^ringdown-gateway: \S+ringdown\.sqlite-lock cannot be written: give the user that runs the gateway write access/,
    )
  })

  test('a data folder that is a file', async () => {
    const machine = createMachine()
    writeFileSync(machine.dataDir, '')
    expect(await refusal(machine)).toMatch(
      /^ringdown-gateway: \S+ringdown\.sqlite-lock cannot be opened or read: check /,
    )
  })

  test('a certificate that is none, and one with the key of another', async () => {
    const machine = createMachine()
    const file = join(machine.folder, 'cert.pem')
    writeFileSync(file, 'not a certificate')
    const withFiles = (cert: string, key: string): Promise<string> =>
      refusal(machine, '--https-port', '0', '--https-cert-file', cert, '--https-key-file', key)
    const sentence =
      'ringdown-gateway: https.certFile and https.keyFile do not hold a certificate and its own key in PEM format: correct the paths'
    expect(await withFiles(file, file)).toBe(sentence)
    const [one, other] = [createMachine(), createMachine()]
    for (const each of [one, other]) expect(await stop(await serve(each, '--https-port', '0'))).toBe(0)
    const [cert, key] = [join(one.dataDir, 'self-signed.crt'), join(other.dataDir, 'self-signed.key')]
    expect(await withFiles(cert, key)).toBe(sentence)
    expect(await withFiles(cert, join(machine.folder, 'none.pem'))).toMatch(
      /^ringdown-gateway: the file \S+none\.pem does not exist: correct its path in the configuration$/,
    )
  })

  test('a store that another gateway runs on, which goes on', async () => {
    const machine = createMachine()
    const gateway = await serve(machine)
    expect(await refusal(machine)).toMatch(/ringdown\.sqlite is in use by another gateway: stop that one, or give /)
    expect((await fetch(`http://127.0.0.1:${gateway.httpPort}/readyz`)).status).toBe(200)
    expect(await stop(gateway)).toBe(0)
  })
})

test('devices connect over TLS too, with a certificate made on the spot', async () => {
  const gateway = await serve(createMachine(), '--https-port', '0')
  const token = aToken(gateway.accountSid, gateway.authToken)
  const url = `wss://127.0.0.1:${String(gateway.httpsPort)}/signal`
  expect(await listen(url, token)).toEqual({ type: 'connected', code: undefined })
  expect(await stop(gateway)).toBe(0)
})

describe('a command loads no more than it needs', () => {
  const hooks = `export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context)
    process._rawDebug('loads ' + resolved.url)
    return resolved
  }`
  const register = `import { register } from 'node:module'
    register('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(hooks))})`

  async function loadedBy(...args: readonly string[]): Promise<string> {
    const machine = createMachine({ nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(register)}`] })
    const { stderr } = await machine.run(...args)
    expect(stderr).toContain('loads file:///')
    return stderr
  }

  test.each([
    [['--version'], /better-sqlite3|kysely|fastify|werift|undici|prom-client|selfsigned|pino|\/ws\//],
    [['check-config'], /better-sqlite3|kysely|fastify|werift|undici|prom-client|selfsigned|pino|\/ws\//],
    [['account', 'create'], /fastify|werift|undici|prom-client|selfsigned|pino|\/ws\//],
    [['--help'], /fastify|werift|undici|prom-client|selfsigned|\/ws\//],
  ])('%j', async (args, unneeded) => {
    expect(await loadedBy(...args)).not.toMatch(unneeded)
  })
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
  const { exitCode, stdout } = await endingOf(child)
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
