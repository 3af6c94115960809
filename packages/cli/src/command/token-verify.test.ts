import { ClientCapability, AccessToken } from '@ringdown/token'
import { describe, expect, test } from 'vitest'
import { type FakeMachine, run, testNow } from '../test-support/fake-ports.js'

const secret = 'primary-secret'

function issue(authToken = secret, uri = 'scope:client:incoming?clientName=joey'): string {
  const capability = new ClientCapability({
    accountSid: 'AC123',
    authToken,
    tokenId: 'id-1',
    claims: { role: 'agent' },
  })
  return capability.addScope({ payload: () => uri }).toJwt({ now: testNow })
}

function issueAccess(keySecret: string): string {
  const token = new AccessToken('AC123', 'SK123', keySecret, { identity: 'joey', tokenId: 'id-2' })
  return token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true })).toJwt({ now: testNow })
}

const environment = { RINGDOWN_AUTH_TOKEN: secret }

async function verify(args: readonly string[], machine: FakeMachine = { environment }) {
  return run(['token', 'verify', ...args], machine)
}

test('a genuine token is shown as inspect shows it, under the verdict', async () => {
  expect(await verify([issue()])).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: `\
VERIFIED: signed with the auth token.
┌──────────────┬─────────────────────────────────────────┐
│ Kind         │ Capability token                        │
│ Account      │ AC123                                   │
│ Token id     │ id-1                                    │
│ Issued       │ now (2026-11-20 22:40:00 UTC)           │
│ Expires      │ in 60 minutes (2026-11-20 23:40:00 UTC) │
│ Incoming     │ calls to joey                           │
│ Outgoing     │ no calls                                │
│ Other claims │ role = "agent"                          │
└──────────────┴─────────────────────────────────────────┘
`,
  })
})

test('a refused token is not shown; its code, the device error and what to do are', async () => {
  expect(await verify([issue()], { environment, nowSeconds: testNow + 3_700 })).toEqual({
    exitCode: 1,
    stderr: '',
    stdout: `\
REFUSED: The token has expired. It did so 100 seconds ago.
┌──────────────┬──────────────────────────────┐
│ Code         │ expired                      │
│ Device error │ 31205                        │
│ What to do   │ Give the device a new token. │
└──────────────┴──────────────────────────────┘
`,
  })
})

describe('the auth token', () => {
  test.each([
    ['from the environment of Ringdown', [], { environment: { RINGDOWN_AUTH_TOKEN: secret } }],
    ['from the environment of Twilio', [], { environment: { TWILIO_AUTH_TOKEN: secret } }],
    ['from a file', ['--auth-token-file', 'f'], { files: { f: secret } }],
    ['from a file with a line break at its end', ['--auth-token-file', 'f'], { files: { f: `${secret}\r\n` } }],
    ['from a file with a byte order mark', ['--auth-token-file', 'f'], { files: { f: `\uFEFF${secret}\n` } }],
    [
      'from a file rather than the environment',
      ['--auth-token-file', 'f'],
      { files: { f: secret }, environment: { RINGDOWN_AUTH_TOKEN: 'other' } },
    ],
    ['from standard input', ['--auth-token-stdin'], { stdin: `${secret}\n` }],
  ])('is taken %s', async (_, args, machine) => {
    const { exitCode, stdout } = await verify([issue(), ...args], machine)
    expect(stdout).toContain('VERIFIED: signed with the auth token.')
    expect(exitCode).toBe(0)
  })

  test.each([
    [[], {}, 3, 'No auth token. Set RINGDOWN_AUTH_TOKEN or TWILIO_AUTH_TOKEN'],
    [['--auth-token-file', 'f'], {}, 3, '--auth-token-file: There is no such file.'],
    [['--auth-token-file', 'f'], { files: { f: '\n' } }, 3, '--auth-token-file: It is empty.'],
    [['--auth-token-file', 'f'], { files: { f: 'one\ntwo\n' } }, 3, '--auth-token-file: It has several lines'],
    [
      ['--auth-token-file', 'f'],
      { files: { f: '-----BEGIN KEY-----' } },
      3,
      'The secret must be a shared secret; got a PEM',
    ],
    [['--auth-token-file', 'f'], { files: { f: failure('EISDIR') } }, 3, 'This is a folder, not a file.'],
    [['--auth-token-file', 'f'], { files: { f: failure('EACCES') } }, 3, 'The file may not be read by this user.'],
    [['--auth-token-file', 'f'], { files: { f: failure('EMFILE') } }, 3, 'It cannot be read (EMFILE).'],
    [
      ['--auth-token-file', 'f'],
      { files: { f: new Error('of the disk') } },
      3,
      '--auth-token-file: It cannot be read.',
    ],
    [['--auth-token-stdin'], {}, 3, 'Standard input is a terminal, which would show the secret.'],
    [['--auth-token-stdin', '--auth-token-file', 'f'], {}, 2, 'exclude each other'],
  ])('verify %j on %j ends with %i: %s', async (args, machine, exitCode, sentence) => {
    const outcome = await verify([issue(), ...args], machine)
    expect(outcome).toMatchObject({ exitCode, stdout: '' })
    expect(outcome.stderr).toContain(sentence)
  })

  test('cannot share standard input with the token', async () => {
    const outcome = await verify(['--auth-token-stdin'], { stdin: secret })
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' })
    expect(outcome.stderr).toContain('not both: pass --token-file')
    const files = { 'token.jwt': issue() }
    expect(await verify(['--auth-token-stdin', '--token-file', 'token.jwt'], { stdin: secret, files })).toMatchObject({
      exitCode: 0,
    })
  })

  test('may be the secondary one, from the environment or a file, and the verdict says so', async () => {
    const token = issue('secondary-secret')
    const secondary = { ...environment, RINGDOWN_SECONDARY_AUTH_TOKEN: 'secondary-secret' }
    expect((await verify([token], { environment: secondary })).stdout).toContain(
      'VERIFIED: signed with the secondary auth token.',
    )
    const machine = { environment, files: { f: 'secondary-secret\n' } }
    expect(await verify([token, '--secondary-auth-token-file', 'f'], machine)).toMatchObject({ exitCode: 0 })
    expect(await verify([token])).toMatchObject({ exitCode: 1 })
  })
})

describe('the account', () => {
  test('that is asked for must be the token’s, and the refusal says where it was asked for', async () => {
    expect(await verify([issue(), '--account-sid', 'AC123'])).toMatchObject({ exitCode: 0 })
    const fromOption = await verify([issue(), '--account-sid', 'AC999'])
    expect(fromOption.exitCode).toBe(1)
    expect(fromOption.stdout).toContain('│ Account expected │ AC999, from --account-sid')
    const expired = await verify([issue(), '--account-sid', 'AC123'], { environment, nowSeconds: testNow + 3_700 })
    expect(expired.stdout).toContain('expired')
    expect(expired.stdout, 'a refusal for another reason').not.toContain('Account expected')
    const other = { ...environment, TWILIO_ACCOUNT_SID: 'AC999' }
    expect((await verify([issue()], { environment: other })).stdout).toContain('AC999, from TWILIO_ACCOUNT_SID')
  })
})

describe('an access token', () => {
  const apiKey = { RINGDOWN_API_KEY_SID: 'SK123', RINGDOWN_API_KEY_SECRET: 'key-secret', RINGDOWN_ACCOUNT_SID: 'AC123' }
  const token = issueAccess('key-secret')

  test('verifies with the secret of its API key, without any auth token', async () => {
    const { exitCode, stdout } = await verify([token], { environment: apiKey })
    expect(exitCode).toBe(0)
    expect(stdout).toContain('VERIFIED: signed with the API key.')
    expect(stdout).toContain('│ API key  │ SK123')
  })

  test('verifies with a secret from a file and the names of Twilio, too', async () => {
    const args = ['--api-key-secret-file', 'f', '--account-sid', 'AC123']
    const machine = { environment: { TWILIO_API_KEY: 'SK123' }, files: { f: 'key-secret\n' } }
    expect(await verify([token, ...args], machine)).toMatchObject({ exitCode: 0 })
  })

  test('of another API key is refused', async () => {
    const { exitCode, stdout } = await verify([token, '--api-key-sid', 'SK999'], { environment: apiKey })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('unknown-api-key')
  })

  test('needs its account and a secret, and a message says so', async () => {
    const noAccount = await verify([token])
    expect(noAccount).toMatchObject({ exitCode: 2, stdout: '' })
    expect(noAccount.stderr).toContain('This is an access token, whose account has to be known')
    const noSecret = await verify([token, '--account-sid', 'AC123'])
    expect(noSecret).toMatchObject({ exitCode: 3, stdout: '' })
    expect(noSecret.stderr).toContain('No API key secret')
  })
})

describe('the rules', () => {
  test.each([
    [['--strict-sids'], 'issuer'],
    [['--max-lifetime', '60'], 'lifetime'],
  ])('%j refuses with %s', async (args, code) => {
    const { exitCode, stdout } = await verify([issue(), ...args])
    expect(exitCode).toBe(1)
    expect(stdout).toContain(`│ Code         │ ${code} `)
  })

  test('--strict refuses what departs from the format, and the advice speaks of the command line', async () => {
    const { exitCode, stdout } = await verify([issue(secret, 'scope:stream:subscribe?path=/x'), '--strict'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('nonconforming')
    expect(stdout).toContain('ringdown token inspect, or verify')
  })

  test('--leeway lets the clocks differ', async () => {
    const machine = { environment, nowSeconds: testNow + 3_610 }
    expect(await verify([issue(), '--leeway', '30'], machine)).toMatchObject({ exitCode: 0 })
    const early = await verify([issue()], { environment, nowSeconds: testNow - 60 })
    expect(early.stdout).toContain('add --leeway')
  })

  test.each([
    [['--leeway', '301'], '--leeway must be a whole number from 0 to 300'],
    [['--max-lifetime', '0'], '--max-lifetime must be a whole number from 1'],
  ])('%j is a usage error', async (args, sentence) => {
    const outcome = await verify([issue(), ...args])
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' })
    expect(outcome.stderr).toContain(sentence)
  })
})

describe('JSON', () => {
  test.each([
    'scope:client:incoming?clientName=a%40b',
    'scope:client:outgoing?appSid=AP123&clientName=joey&appParams=user%3D7',
    'scope:stream:subscribe?path=/2010-04-01/Events&appParams=Status%3Dringing',
    'scope:service:privilege',
  ])('holds the same token as that of inspect, and who signed, for %s', async (uri) => {
    const token = issue(secret, uri)
    const inspected = JSON.parse((await run(['token', 'inspect', '--json', token])).stdout) as { token: object }
    const { exitCode, stdout } = await verify([token, '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ verified: true, signedWith: 'auth-token', token: inspected.token })
  })

  test('holds code, device error, reason and advice of a refusal', async () => {
    const { exitCode, stdout, stderr } = await verify([issue('another-secret'), '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      verified: false,
      refusal: {
        code: 'signature',
        deviceErrorCode: 31202,
        message: 'The signature of the token does not match.',
        advice: expect.stringContaining('it may have been rotated') as string,
      },
    })
  })
})

describe('color', () => {
  test('marks the verdict in a terminal, and only the verdict', async () => {
    const { stdout } = await verify([issue()], { environment, columns: 80 })
    expect(stdout.startsWith('\u001B[1m\u001B[32mVERIFIED\u001B[39m\u001B[22m: signed')).toBe(true)
    expect(stdout.lastIndexOf('\u001B')).toBeLessThan(40)
  })

  test('is left out of a pipe, and where NO_COLOR is set', async () => {
    expect((await verify([issue()])).stdout).not.toContain('\u001B')
    const quiet = { environment: { ...environment, NO_COLOR: '1' }, columns: 80 }
    expect((await verify([issue()], quiet)).stdout).not.toContain('\u001B')
  })
})

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: /a/path`), { code })
}
