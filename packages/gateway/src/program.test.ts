import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { createOperator } from './command/operator.contract.js'
import { commands } from './program.js'
import { version } from './version.js'

const paths = Object.entries(commands).flatMap(([name, node]) =>
  typeof node === 'function' ? [name] : [name, ...Object.keys(node.commands).map((child) => `${name} ${child}`)],
)

describe('help', () => {
  test.each(['', ...paths])('of %j fits 80 columns, and says how it is called and how it ends', async (path) => {
    const words = path === '' ? [] : path.split(' ')
    const { exitCode, stdout, stderr } = await createOperator().run([...words, '--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(new RegExp(`^Usage: ringdown-gateway ${path}`.trimEnd()))
    expect(stdout).toContain('Exit codes:\n  0  done\n')
  })

  test('lists every command', async () => {
    const { stdout } = await createOperator().run(['--help'])
    expect([...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name]) => name)).toEqual(Object.keys(commands))
  })

  test('is had as -h and by the command help too', async () => {
    const operator = createOperator()
    const expected = await operator.run(['account', 'rotate', '--help'])
    expect(await operator.run(['account', 'rotate', '-h'])).toEqual(expected)
    expect(await operator.run(['help', 'account', 'rotate'])).toEqual(expected)
    expect(await operator.run(['account', 'rotate', 'AC1', '--promote', '--help'])).toEqual(expected)
  })

  test('does nothing', async () => {
    const operator = createOperator()
    for (const path of paths) await operator.run([...path.split(' '), '--help'])
    expect(existsSync(operator.dataDir)).toBe(false)
  })
})

test('the version is that of the package', async () => {
  expect(await createOperator().run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' })
})

test.each([[[]], [['account']], [['token']]])('%j alone shows what there is, and ends with 2', async (args) => {
  const { exitCode, stdout, stderr } = await createOperator().run(args)
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain('Commands:\n')
})

test.each([
  [['serv'], 'there is no command serv: did you mean serve?'],
  [['aplication', 'list'], 'there is no command aplication: did you mean application?'],
  [['account', 'rotat'], 'there is no command account rotat: did you mean rotate?'],
  [['account', 'zzz'], 'there is no command account zzz: ringdown-gateway --help lists them'],
  [['toString'], 'there is no command toString: ringdown-gateway --help lists them'],
  [['account', 'constructor'], 'there is no command account constructor: ringdown-gateway --help lists them'],
])('%j is told from a command', async (args, sentence) => {
  expect(await createOperator().run(args)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `ringdown-gateway: ${sentence}\n`,
  })
})

test('an operand that looks like a request for help is had behind two hyphens', async () => {
  const operator = createOperator()
  await operator.run(['account', 'create'])
  expect(await operator.run(['token', 'revoke', '--', '--help'])).toMatchObject({ exitCode: 0, stderr: '' })
})

test('every command that reads the configuration tells all of its problems, one a line', async () => {
  const operator = createOperator({ RINGDOWN_HTTP_PORT: 'none', RINGDOWN_LOG_LEVEL: 'loud' })
  for (const path of ['serve', 'migrate', 'check-config', 'account create', 'application list']) {
    const { exitCode, stdout, stderr } = await operator.run(path.split(' '))
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^ringdown-gateway: http\.port, set by RINGDOWN_HTTP_PORT in the environment, /),
      expect.stringMatching(/^ringdown-gateway: log\.level, set by RINGDOWN_LOG_LEVEL in the environment, /),
    ])
  }
  expect(existsSync(operator.dataDir)).toBe(false)
})

test('a store that is damaged is told in a sentence', async () => {
  const operator = createOperator()
  mkdirSync(operator.dataDir)
  writeFileSync(join(operator.dataDir, 'ringdown.sqlite'), 'this is not a database, and it is long enough to tell')
  const { exitCode, stderr } = await operator.run(['account', 'list'])
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^ringdown-gateway: \S+ringdown\.sqlite is damaged or is not a Ringdown database: [^\n]+\n$/)
})

test('whatever is typed ends with 0, 1 or 2, and what goes wrong is told in lines that a terminal can show', async () => {
  const word = fc.oneof(
    fc.constantFrom('account', 'application', 'api-key', 'token', 'list', 'create', 'update', 'revoke', 'check-config'),
    fc.constantFrom('--json', '--voice-url', '--account-sid', '--config', '--', '-', '--http-port=x', '--start'),
    fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0')),
  )
  const operator = createOperator()
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (args) => {
      fc.pre(args[0] !== 'serve')
      const { exitCode, stderr } = await operator.run(args)
      expect([0, 1, 2]).toContain(exitCode)
      expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u)
      if (exitCode === 0 || stderr.startsWith('Usage:')) return
      expect(stderr).toMatch(/^(ringdown-gateway: [^\n]+\n)+$/)
    }),
    { numRuns: 150 },
  )
})
