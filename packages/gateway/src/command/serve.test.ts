import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import { createOperator, type Operator, type RunningProgram } from './operator.contract.js'

interface ReadyLine {
  readonly status: string
  readonly httpPort: number
  readonly httpsPort?: number
  readonly accountSid: string
  readonly credentialsFile?: string
}

const freePorts = { RINGDOWN_HTTP_PORT: '0', RINGDOWN_HOST: '127.0.0.1' }

async function serving(operator: Operator, ...args: readonly string[]): Promise<RunningProgram & { line: string }> {
  const program = operator.start(['serve', ...args])
  await Promise.race([once(program.stdout, 'text'), program.ended])
  if (program.stdout.text === '') throw new Error((await program.ended).stderr)
  return Object.assign(program, { line: program.stdout.text })
}

test('one line of JSON says that it is ready and where, and SIGTERM ends it with 0', async () => {
  const operator = createOperator(freePorts)
  const program = await serving(operator)
  expect(program.line.match(/\n/g)).toHaveLength(1)
  const ready = JSON.parse(program.line) as ReadyLine
  expect(ready).toEqual({
    status: 'ready',
    httpPort: expect.any(Number) as number,
    accountSid: expect.stringMatching(/^AC[\da-f]{32}$/) as string,
    credentialsFile: join(operator.dataDir, 'first-account.env'),
  })
  expect((await fetch(`http://127.0.0.1:${ready.httpPort}/readyz`)).status).toBe(200)
  program.signal('SIGTERM')
  expect(await program.ended).toMatchObject({ exitCode: 0, stdout: program.line })
  await expect(fetch(`http://127.0.0.1:${ready.httpPort}/readyz`)).rejects.toThrow()
  expect(program.forcedExit).toBeUndefined()
})

test('with --log-format text it is a sentence, which names the file with the auth token', async () => {
  const operator = createOperator({ ...freePorts, RINGDOWN_HTTPS_PORT: '0' })
  const program = await serving(operator, '--log-format', 'text')
  expect(program.line).toMatch(
    /^Ringdown is ready on HTTP port \d+ and HTTPS port \d+\. Its account is AC[\da-f]{32}, with its auth token in \S+first-account\.env\.\n$/,
  )
  program.signal('SIGINT')
  expect((await program.ended).exitCode).toBe(0)
})

test('the auth token is in a file for its user alone, and nowhere in what is printed', async () => {
  const operator = createOperator(freePorts)
  const program = await serving(operator)
  const { accountSid, credentialsFile = '' } = JSON.parse(program.line) as ReadyLine
  expect(statSync(credentialsFile).mode & 0o777).toBe(0o600)
  const authToken = /^RINGDOWN_AUTH_TOKEN=([\da-f]{32})$/m.exec(readFileSync(credentialsFile, 'utf8'))?.[1] ?? ''
  expect(await operator.ask('account', 'list')).toMatchObject([{ sid: accountSid, auth_token: authToken }])
  program.signal('SIGTERM')
  const { stdout, stderr } = await program.ended
  expect(authToken).not.toBe('')
  expect(stdout + stderr).not.toContain(authToken)
})

test('an account that the operator chose has no file', async () => {
  const chosen = { RINGDOWN_ACCOUNT_SID: `AC${'1'.repeat(32)}`, RINGDOWN_AUTH_TOKEN: 'chosen-by-the-operator' }
  const operator = createOperator({ ...freePorts, ...chosen })
  const program = await serving(operator)
  expect(JSON.parse(program.line)).toEqual({
    status: 'ready',
    httpPort: expect.any(Number) as number,
    accountSid: chosen.RINGDOWN_ACCOUNT_SID,
  })
  program.signal('SIGTERM')
  const { stdout, stderr } = await program.ended
  expect(stdout + stderr).not.toContain(chosen.RINGDOWN_AUTH_TOKEN)
})

test('a second signal does not wait for the first', async () => {
  const program = await serving(createOperator(freePorts))
  program.signal('SIGTERM')
  // The first is taken up in a microtask; closing sockets takes longer than that.
  await Promise.resolve().then(() => Promise.resolve())
  program.signal('SIGINT')
  await program.ended
  expect(program.forcedExit).toBe(1)
})

test('a port in use is a sentence, and ends it with 1', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await createOperator(freePorts).run(['serve', '--http-port', String(port)])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `ringdown-gateway: port ${port} is in use by another program: stop that, or choose another port with --http-port or --https-port (RINGDOWN_HTTP_PORT, RINGDOWN_HTTPS_PORT)\n`,
  })
})

test('a second gateway on the same store is refused, and the first goes on', async () => {
  const operator = createOperator(freePorts)
  const program = await serving(operator)
  const second = await operator.run(['serve'])
  expect(second).toMatchObject({ exitCode: 1, stdout: '' })
  expect(second.stderr).toMatch(/^ringdown-gateway: \S+ringdown\.sqlite is in use by another gateway: [^\n]+\n$/)
  const { httpPort } = JSON.parse(program.line) as ReadyLine
  expect((await fetch(`http://127.0.0.1:${httpPort}/readyz`)).status).toBe(200)
  program.signal('SIGTERM')
  await program.ended
})

test.each([
  // 203.0.113.0/24 is for documentation (RFC 5737): no machine has it.
  [['--host', '203.0.113.9'], /this machine does not have the address 203\.0\.113\.9: set --host/],
  [['--https-port', '0', '--https-cert-file', '/no.pem', '--https-key-file', '/no.pem'], /the file \/no\.pem does not/],
  [['--https-port', '0', '--https-cert-file', '/tmp', '--https-key-file', '/tmp'], /is a folder: correct its path/],
  [['--http-port', 'off'], /nobody could reach the gateway/],
  [['--htpp-port', '1'], /--htpp-port is not a flag: did you mean --http-port/],
])('%j is told in a sentence', async (args, sentence) => {
  const { exitCode, stdout, stderr } = await createOperator(freePorts).run(['serve', ...args])
  expect(stdout).toBe('')
  expect(exitCode).toBeGreaterThan(0)
  expect(stderr).toMatch(sentence)
  expect(stderr).toMatch(/^ringdown-gateway: [^\n]+\n$/)
})

test('a certificate that is none is told by the keys that name it', async () => {
  const operator = createOperator(freePorts)
  const file = join(operator.folder, 'cert.pem')
  writeFileSync(file, 'not a certificate')
  const { exitCode, stderr } = await operator.run([
    ...['serve', '--https-port', '0', '--https-cert-file', file, '--https-key-file', file],
  ])
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^ringdown-gateway: https\.certFile and https\.keyFile do not hold a certificate [^\n]+\n$/)
})
