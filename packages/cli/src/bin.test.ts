import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The built program in a process of its own, as a user runs it.
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url))
const environment = { PATH: process.execPath, RINGDOWN_ACCOUNT_SID: 'AC123', RINGDOWN_AUTH_TOKEN: 'a-secret' }

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'ringdown-cli-'))))
afterAll(() => rmSync(folder, { recursive: true }))

function start(args: readonly string[], env: NodeJS.ProcessEnv = environment) {
  return spawn(process.execPath, [bin, ...args], { env, stdio: 'pipe' })
}

async function run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = environment) {
  const child = start(args, env)
  child.stdin.end(input)
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { exitCode, stdout, stderr }
}

test('a token that create prints is inspected and verified through pipes', async () => {
  const created = await run(['token', 'create', '--incoming', 'joey', '--ttl', '600', '--token-id', 'auto'])
  expect(created).toMatchObject({ exitCode: 0, stderr: '' })
  const inspected = await run(['token', 'inspect'], created.stdout, { PATH: process.execPath })
  expect(inspected).toMatchObject({ exitCode: 0, stderr: '' })
  expect(inspected.stdout).toMatch(/Expires +│ in \d+ (minutes|seconds)/)
  expect(inspected.stdout).toMatch(/Token id +│ [\da-f]{8}-/)
  const verified = await run(['token', 'verify', '--json', created.stdout.trim()])
  expect(verified).toMatchObject({ exitCode: 0, stderr: '' })
  expect(JSON.parse(verified.stdout)).toMatchObject({ verified: true, token: { incoming: ['joey'] } })
})

test('secrets and tokens come from real files', async () => {
  const [secretFile, tokenFile] = [join(folder, 'secret.txt'), join(folder, 'token.jwt')]
  writeFileSync(secretFile, 'another-secret\n')
  const created = await run(['token', 'create', '--incoming', 'joey', '--auth-token-file', secretFile])
  writeFileSync(tokenFile, created.stdout)
  expect((await run(['token', 'verify', '--token-file', tokenFile])).stdout).toContain('REFUSED: The signature')
  const verified = await run(['token', 'verify', '--token-file', tokenFile, '--auth-token-stdin'], 'another-secret\n')
  expect(verified).toMatchObject({ exitCode: 0, stderr: '' })
})

test.each([
  ['a missing file', 'missing.txt', 'There is no such file.'],
  ['a folder', '.', 'This is a folder, not a file.'],
])('%s ends with 3 and a sentence', async (_, name, sentence) => {
  const { exitCode, stdout, stderr } = await run(['token', 'inspect', '--token-file', join(folder, name)])
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 3,
    stdout: '',
    stderr: `ringdown: --token-file: ${sentence}\n`,
  })
})

test('a refused token ends with 1, a wrong command line with 2, a missing secret with 3', async () => {
  expect(await run(['token', 'inspect', 'x'])).toMatchObject({ exitCode: 1, stdout: '' })
  expect(await run(['token', 'inspect', '--x'])).toMatchObject({ exitCode: 2, stdout: '' })
  const args = ['token', 'create', '--incoming', 'joey', '--account-sid', 'AC123']
  expect(await run(args, '', { PATH: process.execPath })).toMatchObject({ exitCode: 3, stdout: '' })
})

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' })
})

test('a reader that closes the pipe hears no complaint, and the exit code stays what it is', async () => {
  for (const [args, expected] of [
    [['token', 'create', '--help'], 0],
    [['token', 'verify', '--token-file', join(folder, 'none')], 3],
    [['token', 'verify', 'x.y.z'], 1],
  ] as const) {
    const child = start(args)
    child.stdin.end()
    child.stdout.destroy()
    const [stderr, [exitCode]] = await Promise.all([
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ])
    expect(stderr).not.toMatch(/EPIPE|Error|at /)
    expect(exitCode, args.join(' ')).toBe(expected)
  }
})

// A device that takes nothing, as a disk that is full; only Linux has it.
test.runIf(existsSync('/dev/full'))('output that cannot be written ends with 3 and a sentence', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [bin, 'token', 'create', '--incoming', 'joey'], {
    env: environment,
    stdio: ['ignore', full, 'pipe'],
  })
  const [stderr, [exitCode]] = await Promise.all([
    text(child.stderr ?? expect.fail()),
    once(child, 'close') as Promise<[number | null]>,
  ])
  closeSync(full)
  expect({ exitCode, stderr }).toEqual({
    exitCode: 3,
    stderr: 'ringdown: The output could not be written (ENOSPC).\n',
  })
})
