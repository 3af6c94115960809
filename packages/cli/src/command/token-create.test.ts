import { decodeCapabilityToken, verifyCapabilityToken } from '@ringdown/token'
import { expect, test } from 'vitest'
import { run, testNow } from '../test-support/fake-ports.js'

const environment = { RINGDOWN_ACCOUNT_SID: 'AC123', RINGDOWN_AUTH_TOKEN: 'a-secret' }

async function create(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await run(['token', 'create', ...args], { environment })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  return verifyCapabilityToken(stdout.trim(), { key: 'a-secret', now: testNow })
}

async function refuse(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(['token', 'create', ...args], { environment })
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  return stderr
}

test('a token with every grant is printed alone on a line and verifies', async () => {
  const grant = await create(
    ...['--incoming', 'joey', '--incoming', 'anna', '--outgoing', 'AP123', '--client-name', 'joey'],
    ...['--param', 'user=7', '--param', 'note=a b&c=d', '--event-stream', '--filter', 'Status=ringing', '--ttl', '600'],
  )
  expect(grant).toMatchObject({
    accountSid: 'AC123',
    clientNames: ['joey', 'anna'],
    outgoing: {
      applicationSid: 'AP123',
      clientName: 'joey',
      params: [
        ['user', '7'],
        ['note', 'a b&c=d'],
      ],
    },
    eventStreams: [{ filters: [['Status', 'ringing']] }],
    issuedAt: testNow,
    expiresAt: testNow + 600,
  })
})

test('a token grants nothing that was not asked for', async () => {
  const nothing = { clientNames: [], outgoing: undefined, eventStreams: [] }
  expect(await create('--incoming', 'joey')).toMatchObject({ ...nothing, clientNames: ['joey'] })
  const outgoing = { applicationSid: 'AP123', clientName: undefined, params: [] }
  expect(await create('--outgoing', 'AP123')).toMatchObject({ ...nothing, outgoing })
  expect(await create('--event-stream')).toMatchObject({ ...nothing, eventStreams: [{ filters: [] }] })
})

test('a token that no gateway would look at is not made', async () => {
  expect(await refuse('--outgoing', 'AP1', '--param', `note=${'x'.repeat(16_000)}`)).toMatch(
    /^ringdown: The token would have \d+ bytes; 16384 are allowed\. Sign fewer parameters into it\.\n$/,
  )
})

test('a token lives for an hour when nothing is said', async () => {
  expect(await create('--incoming', 'joey')).toMatchObject({ expiresAt: testNow + 3_600, tokenId: undefined })
})

test('a token can end and start at given moments', async () => {
  const args = ['--incoming', 'joey', '--valid-until', '2026-11-20T23:00:00Z', '--not-before', String(testNow - 60)]
  expect(await create(...args)).toMatchObject({ expiresAt: testNow + 1_200 })
  const { stdout } = await run(['token', 'create', ...args], { environment })
  expect(decodeCapabilityToken(stdout.trim()).notBefore?.seconds).toBe(testNow - 60)
})

test('a token carries the id that was given, or a new one', async () => {
  expect(await create('--incoming', 'joey', '--token-id', 'id-1')).toMatchObject({ tokenId: 'id-1' })
  expect(await create('--incoming', 'joey', '--token-id', 'auto')).toMatchObject({ tokenId: 'id-of-a-new-token' })
})

test('a token carries further claims', async () => {
  const args = ['--incoming', 'joey', '--claim', 'role="agent"', '--claim', 'teams=[1,2]']
  const { stdout } = await run(['token', 'create', ...args], { environment })
  expect(decodeCapabilityToken(stdout.trim()).payload).toMatchObject({ role: 'agent', teams: [1, 2] })
})

test('names beyond letters, digits and _ are refused unless they are asked for', async () => {
  expect(await refuse('--incoming', 'joey@example')).toMatch(
    /^ringdown: --incoming must be up to 256 of the characters .*\(add --wide-names to allow others, such as - or @\)/,
  )
  expect(await create('--incoming', 'joey@example', '--wide-names')).toMatchObject({ clientNames: ['joey@example'] })
})

test.each([
  [[], 'A token has to grant something'],
  [['--param', 'a=b', '--incoming', 'joey'], '--param belongs to outgoing calls and needs --outgoing'],
  [['--client-name', 'joey', '--incoming', 'joey'], '--client-name names outgoing calls and needs --outgoing'],
  [['--filter', 'a=b', '--incoming', 'joey'], '--filter belongs to the event stream and needs --event-stream'],
  [['--incoming', 'joey', '--api-key-sid', 'SK1'], 'An API key signs access tokens only'],
  [['--incoming', 'joey', '--ttl', '0'], '--ttl must be a whole number of seconds from 1 to 86400'],
  [['--incoming', 'joey', '--ttl', 'soon'], '--ttl must be a whole number of seconds, such as 600'],
  [['--incoming', 'joey', '--valid-until', '1795214400000'], '--valid-until must be a moment in whole Unix seconds'],
  [['--incoming', 'joey', '--valid-until', '2030-01-01'], '--valid-until must lie 1 to 86400 seconds after the issue'],
  [['--incoming', 'joey', '--not-before', '2030-01-01'], '--not-before must be earlier than the expiry'],
  [['--incoming', 'joey', '--ttl', '5', '--valid-until', '2030-01-01'], 'cannot be used with option'],
  [['--incoming', 'joey', '--token-id', ''], '--token-id must be 1 to 256 characters; got an empty string'],
  [['--incoming', 'joey', '--claim', 'exp=1'], '--claim exp must not be one of the claims this library writes'],
  [['--incoming', 'joey', '--claim', 'role=agent'], '--claim must be name=json'],
  [['--incoming', 'joey', '--account-sid', 'A C'], '--account-sid must be 1 to 64 visible ASCII characters'],
  [['--incoming', 'joey', '--strict-sids'], '--account-sid must be AC followed by 32 hex digits'],
  [['--outgoing', 'A P'], '--outgoing must be 1 to 64 visible ASCII characters'],
  [['--outgoing', 'AP1', '--client-name', 'a b'], '--client-name must be up to 256 of the characters'],
  [['--outgoing', 'AP1', '--param', 'a=\uD83D'], '--param a must be well-formed Unicode'],
  [['--event-stream', '--filter', 'a=\uD83D'], '--filter a must be well-formed Unicode'],
  [['--incoming', 'joey', 'extra'], 'Too many arguments'],
  [['--incoming'], "Option '--incoming <name>' argument missing."],
])('create %j is refused: %s', async (args, sentence) => {
  const stderr = await refuse(...args)
  expect(stderr).toContain(`ringdown: `)
  expect(stderr).toContain(sentence)
  expect(stderr).not.toMatch(/options\.|\n.*\n| {4}at /)
})

test('without an account or an auth token the message says where one may come from', async () => {
  const noAccount = await run(['token', 'create', '--incoming', 'joey'])
  expect(noAccount).toMatchObject({ exitCode: 2, stdout: '' })
  expect(noAccount.stderr).toContain('set RINGDOWN_ACCOUNT_SID or TWILIO_ACCOUNT_SID')
  const noSecret = await run(['token', 'create', '--incoming', 'joey', '--account-sid', 'AC1'])
  expect(noSecret).toMatchObject({ exitCode: 3, stdout: '' })
  expect(noSecret.stderr).toContain('Set RINGDOWN_AUTH_TOKEN or TWILIO_AUTH_TOKEN')
})

const apiKey = { ...environment, RINGDOWN_API_KEY_SID: 'SK123', RINGDOWN_API_KEY_SECRET: 'key-secret' }

test('an access token allows what a capability token of the same options would', async () => {
  const args = ['token', 'create', '--access', '--incoming', 'joey', '--outgoing', 'AP123', '--param', 'user=7']
  const { exitCode, stdout } = await run([...args, '--ttl', '60', '--token-id', 'id-1'], { environment: apiKey })
  expect(exitCode).toBe(0)
  const grant = verifyCapabilityToken(stdout.trim(), {
    key: 'not used',
    apiKeyFor: () => ({ accountSid: 'AC123', secret: 'key-secret' }),
    now: testNow,
  })
  expect(grant).toMatchObject({
    kind: 'access',
    accountSid: 'AC123',
    apiKeySid: 'SK123',
    clientNames: ['joey'],
    outgoing: { applicationSid: 'AP123', clientName: 'joey', params: [['user', '7']] },
    expiresAt: testNow + 60,
    tokenId: 'id-1',
  })
})

test.each([
  [['--outgoing', 'AP123'], 'An access token speaks for one name'],
  [['--incoming', 'joey', '--incoming', 'anna'], 'An access token speaks for one name'],
  [['--incoming', 'joey', '--outgoing', 'AP1', '--client-name', 'anna'], 'An access token speaks for one name'],
  [['--incoming', 'a b'], '--incoming must be up to 256 of the characters'],
  [['--outgoing', 'AP1', '--client-name', 'a b'], '--client-name must be up to 256 of the characters'],
  [['--incoming', 'joey', '--event-stream'], 'cannot be used with option'],
  [['--incoming', 'joey', '--auth-token-stdin'], 'cannot be used with option'],
  [['--incoming', 'joey', '--api-key-sid', 'S K'], '--api-key-sid must be 1 to 64 visible ASCII characters'],
  [['--incoming', 'joey', '--outgoing', 'A P'], '--outgoing must be 1 to 64 visible ASCII characters'],
])('create --access %j is refused: %s', async (args, sentence) => {
  const { exitCode, stderr } = await run(['token', 'create', '--access', ...args], { environment: apiKey })
  expect(exitCode).toBe(2)
  expect(stderr).toContain(sentence)
})

test('without an API key or its secret the message says where one may come from', async () => {
  const args = ['token', 'create', '--access', '--incoming', 'joey']
  const noKey = await run(args, { environment })
  expect(noKey.exitCode).toBe(2)
  expect(noKey.stderr).toContain('set RINGDOWN_API_KEY_SID or TWILIO_API_KEY')
  const noSecret = await run([...args, '--api-key-sid', 'SK1'], { environment })
  expect(noSecret.exitCode).toBe(3)
  expect(noSecret.stderr).toContain('Set RINGDOWN_API_KEY_SECRET or TWILIO_API_SECRET')
  const noName = await run(['token', 'create', '--access', '--outgoing', 'AP1', '--api-key-sid', 'SK1'])
  expect(noName.stderr, 'no secret is asked for in vain').toContain('An access token speaks for one name')
})
