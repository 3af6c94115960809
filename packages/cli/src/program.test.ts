import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { exitCodes } from './error/exit-code.js'
import { variables } from './profile.js'
import { type FakeMachine, run } from './test-support/fake-ports.js'

const pages = [[], ['token'], ['token', 'create'], ['token', 'inspect'], ['token', 'verify']]

describe('help', () => {
  test.each(pages)('of %j %j fits 80 columns and lists every exit code', async (...args) => {
    const { exitCode, stdout, stderr } = await run([...args, '--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const line of stdout.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80)
    for (const code of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^  ${code} +\\w`, 'm'))
  })

  test('names every environment variable', async () => {
    const helps = await Promise.all(pages.map((args) => run([...args, '--help'])))
    const text = helps.map(({ stdout }) => stdout).join('')
    for (const name of Object.values(variables).flat()) expect(text).toContain(name)
  })

  test('fits a narrower terminal', async () => {
    const { stdout } = await run(['token', '--help'], { columns: 50 })
    expect(stdout).toContain('Create, inspect and verify capability tokens and\nvoice access tokens.')
  })

  test.each([[[]], [['token']]])('is what %j without a command shows, as a usage error', async (args) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toBe((await run([...args, '--help'])).stdout)
  })
})

test('--version prints the version alone', async () => {
  expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' })
})

describe('a wrong command line', () => {
  test.each([
    [['tokn'], "ringdown: Unknown command 'tokn' (Did you mean token?) Add --help to see how the command is used.\n"],
    [['token', 'create', '--incomming', 'joey'], "Unknown option '--incomming' (Did you mean --incoming?)"],
    [['token', 'inspect', 'a', 'b'], "Too many arguments for 'inspect'. Expected 1 argument but got 2."],
  ])('%j ends with 2 and one sentence', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr.match(/\n/g)).toHaveLength(1)
  })

  test('cannot send anything to the terminal by way of the message', async () => {
    const { stderr } = await run(['token', 'create', '--\u001B[2Jx'])
    expect(stderr).toContain("Unknown option '--\\u{1B}[2Jx'")
  })
})

test('an unexpected error ends with 70 and tells nothing of itself', async () => {
  const files = { f: 'x' }
  Object.defineProperty(files, 'f', {
    get: () => {
      throw new RangeError('holds s3cret')
    },
  })
  const { exitCode, stdout, stderr } = await run(['token', 'inspect', '--token-file', 'f'], { files })
  expect({ exitCode, stdout }).toEqual({ exitCode: 70, stdout: '' })
  expect(stderr).toBe(
    'ringdown: An unexpected error (RangeError) stopped the command. ' +
      'This is a defect of ringdown: please report it, without secrets.\n',
  )
})

describe('a secret', () => {
  test.each([
    ['--auth-token', 'RINGDOWN_AUTH_TOKEN'],
    ['--secondary-auth-token', 'RINGDOWN_SECONDARY_AUTH_TOKEN'],
    ['--api-key-secret', 'RINGDOWN_API_KEY_SECRET'],
  ])('is not taken from %s, and the message says why and what to do instead', async (option, variable) => {
    for (const args of [[option, 's3cret'], [`${option}=s3cret`], [option]]) {
      for (const command of ['create', 'inspect', 'verify']) {
        const { exitCode, stdout, stderr } = await run(['token', command, ...args])
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
        expect(stderr).toContain(`There is no option ${option}: other users of this machine can read the arguments`)
        expect(stderr).toContain(`Set ${variable}, or pass ${option}-file <path>`)
        expect(stderr).not.toContain('s3cret')
      }
    }
  })

  test('is not looked for behind --, where options end', async () => {
    const { exitCode, stderr } = await run(['token', 'inspect', '--', '--auth-token'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('not a compact JSON Web Token')
  })

  test('attached to a mistyped option is not repeated', async () => {
    for (const argument of ['--auth-tokn=s3cret', "--auth-tokn='s3cret'", '-ps3cret', '--x=\ns3cret']) {
      const { exitCode, stderr } = await run(['token', 'create', argument])
      expect(exitCode).toBe(2)
      expect(stderr).toContain('Unknown option')
      expect(stderr).not.toContain('s3cret')
    }
  })

  test('given in place of a path is not repeated', async () => {
    for (const option of ['--auth-token-file', '--secondary-auth-token-file', '--token-file']) {
      const machine = { environment: { RINGDOWN_AUTH_TOKEN: 'x', RINGDOWN_ACCOUNT_SID: 'AC1' }, stdin: 'a.b.c' }
      const { stdout, stderr } = await run(['token', 'verify', option, 's3cret'], machine)
      expect(stdout + stderr).not.toContain('s3cret')
    }
  })

  test('never appears in any output, whatever is asked and however it goes wrong', async () => {
    const secret = fc.string({ unit: 'grapheme-ascii', minLength: 12 }).map((text) => `s3cret-${text.trim()}-end`)
    const part = fc.constantFrom(
      ...[
        '--incoming',
        'joey',
        '--outgoing',
        'AP1',
        '--ttl',
        '60',
        '0',
        '--json',
        '--strict',
        '--param',
        'a=b',
        '--access',
      ],
      ...[
        '--auth-token-file',
        'secret.txt',
        '--auth-token-stdin',
        '--token-file',
        '--strict-sids',
        '--api-key-sid',
        'SK1',
      ],
      ...['--secondary-auth-token-file', '--api-key-secret-file', '--leeway', '--help', '-', '--account-sid', 'AC1'],
    )
    const commands = fc.constantFrom('create', 'inspect', 'verify')
    await fc.assert(
      fc.asyncProperty(secret, commands, fc.array(part, { maxLength: 8 }), async (value, command, parts) => {
        const { stdout, stderr } = await run(['token', command, ...parts], machineWith(value))
        expect(stdout + stderr).not.toContain('s3cret')
      }),
      { numRuns: 300 },
    )
  })
})

function machineWith(secret: string): FakeMachine {
  return {
    environment: {
      RINGDOWN_ACCOUNT_SID: 'AC1',
      RINGDOWN_AUTH_TOKEN: secret,
      RINGDOWN_SECONDARY_AUTH_TOKEN: secret,
      RINGDOWN_API_KEY_SID: 'SK1',
      RINGDOWN_API_KEY_SECRET: secret,
    },
    stdin: secret,
    files: { 'secret.txt': secret },
  }
}
