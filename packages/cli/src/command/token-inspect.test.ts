import { readFileSync } from 'node:fs'
import { ClientCapability } from '@ringdown/token'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { run, testNow } from '../test-support/fake-ports.js'

const unused = 'signs tokens here, and inspecting does not need it'

function issue(scopes: readonly string[], claims: Record<string, unknown> = {}): string {
  const capability = new ClientCapability({ accountSid: 'AC123', authToken: unused, claims })
  for (const uri of scopes) capability.addScope({ payload: () => uri })
  return capability.toJwt({ now: testNow })
}

/** A token with a made-up signature, as anyone can write it. */
function forge(payload: object, header: object = { typ: 'JWT', alg: 'HS256' }): string {
  const segments = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return `${segments.join('.')}.c2lnbmF0dXJl`
}

async function inspect(token: string, columns?: number): Promise<string> {
  const machine = columns === undefined ? {} : { columns, environment: { NO_COLOR: '1' } }
  const { exitCode, stdout, stderr } = await run(['token', 'inspect', token], machine)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

function widthOf(output: string): number {
  return Math.max(...output.split('\n').map((line) => stringWidth(line)))
}

const everything = issue(
  [
    'scope:client:incoming?clientName=joey',
    'scope:client:outgoing?appSid=AP123&clientName=joey&appParams=user%3D7%26note%3Da%2520b',
    'scope:stream:subscribe?path=/2010-04-01/Events&appParams=Status%3Dringing',
  ],
  { role: ['agent', 'lead'] },
)

describe('the table', () => {
  test('shows what a token allows and how long it still lives, and says first that nothing was verified', async () => {
    const { exitCode, stdout } = await run(['token', 'inspect', everything], { nowSeconds: testNow + 19 * 60 })
    expect(exitCode).toBe(0)
    expect(stdout).toBe(`\
NOT VERIFIED: anyone may have written this. To check it: ringdown token verify
┌──────────────┬──────────────────────────────────────────┐
│ Kind         │ Capability token                         │
│ Account      │ AC123                                    │
│ Issued       │ 19 minutes ago (2026-11-20 22:40:00 UTC) │
│ Expires      │ in 41 minutes (2026-11-20 23:40:00 UTC)  │
│ Incoming     │ calls to joey                            │
│ Outgoing     │ calls to application AP123               │
│              │ as joey                                  │
│              │ with user = 7                            │
│              │ with note = "a b"                        │
│ Event stream │ /2010-04-01/Events                       │
│              │ where Status = ringing                   │
│ Other claims │ role = ["agent","lead"]                  │
└──────────────┴──────────────────────────────────────────┘
`)
  })

  test('says of an old token when it expired', async () => {
    const { stdout } = await run(['token', 'inspect', everything], { nowSeconds: testNow + 3 * 86_400 + 3_600 })
    expect(stdout).toContain('│ Expired      │ 3 days ago (2026-11-20 23:40:00 UTC)')
    expect(stdout).toContain('- Expired. [expired]')
  })

  test('says of a token at its very end that it expired', async () => {
    const { stdout } = await run(['token', 'inspect', everything], { nowSeconds: testNow + 3_600 })
    expect(stdout).toContain('│ Expired      │ now (2026-11-20 23:40:00 UTC)')
  })

  test('shows the claims of an access token as other claims of a capability token', async () => {
    const claims = { scope: '', iss: 'AC123', exp: testNow + 60, sub: 'AC123', grants: {} }
    expect(await inspect(forge(claims))).toContain('│ Other claims │ sub = "AC123"')
    const header = { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' }
    expect(await inspect(forge({ iss: 'SK123', exp: testNow + 60, sub: 'AC123', grants: {} }, header))).not.toContain(
      'Other claims',
    )
  })

  test('says of a token that allows nothing that it allows nothing', async () => {
    const output = await inspect(issue([]))
    expect(output).toContain('│ Incoming │ no calls')
    expect(output).toContain('│ Outgoing │ no calls')
    expect(output).toContain('[no-scopes]')
  })

  test('gathers a remark that several scopes share, with the positions of the scopes', async () => {
    const output = await inspect(
      issue([
        'scope:client:incoming?clientName=a-b',
        'scope:client:incoming?clientName=c',
        'scope:client:incoming?clientName=d-e',
      ]),
    )
    expect(output.match(/\[client-name\]/g)).toHaveLength(1)
    expect(output).toContain('- Scope 1, 3: A client name has characters')
  })

  test('shows both of two outgoing scopes, and a scope that is not known', async () => {
    const output = await inspect(
      issue(['scope:client:outgoing?appSid=AP1', 'scope:client:outgoing?appSid=AP2', 'scope:other:thing?a=b']),
    )
    expect(output).toContain('calls to application AP1 ')
    expect(output).toContain('calls to application AP2 ')
    expect(output).toContain('[several-outgoing]')
    expect(output).toContain('│ Unknown scope │ "scope:other:thing?a=b"')
  })

  test('reads an access token as well', async () => {
    const voice = { incoming: { allow: true }, outgoing: { application_sid: 'AP1', params: { user: 7 } } }
    const payload = { jti: 'SK1-1', iss: 'SK1', sub: 'AC1', exp: testNow + 60, grants: { identity: 'joey', voice } }
    const output = await inspect(forge(payload, { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' }))
    for (const text of ['Access token', 'AC1', 'SK1', 'SK1-1', 'calls to joey', 'as joey', 'with user = 7']) {
      expect(output).toContain(text)
    }
    expect(output).not.toContain('Other claims')
  })

  test('copes with times that no calendar holds, and with none', async () => {
    const far = await inspect(forge({ iss: 'AC1', scope: '', exp: 1e18, iat: 'soon' }))
    expect(far).toContain('1000000000000000000 Unix seconds')
    expect(far).toContain('[milliseconds]')
    const none = await inspect(forge({ scope: '' }))
    expect(none).toContain('│ Account  │ not named')
    expect(none).toContain('│ Expires  │ not stated')
  })
})

describe('the width', () => {
  test('of long names, parameters and claims stays within 80 columns, and nothing is cut off', async () => {
    const name = 'n'.repeat(256)
    const value = '日本語'.repeat(60)
    const output = await inspect(
      issue(
        [
          `scope:client:incoming?clientName=${name}`,
          `scope:client:outgoing?appSid=AP123&appParams=${encodeURIComponent(`note=${encodeURIComponent(value)}`)}`,
        ],
        { text: 'word '.repeat(40).trim() },
      ),
    )
    expect(widthOf(output)).toBe(80)
    const content = output.replace(/[│\s]/g, '')
    expect(content).toContain(name)
    expect(content).toContain(value)
    expect(content).toContain('word'.repeat(40))
    expect(output).not.toContain('…')
  })

  test('of any parameter stays within the terminal', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 120 })
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 40, max: 120 }), async (value, columns) => {
        const list = encodeURIComponent(`note=${encodeURIComponent(value)}`)
        const output = await inspect(issue([`scope:client:outgoing?appSid=AP123&appParams=${list}`]), columns)
        expect(widthOf(output)).toBeLessThanOrEqual(Math.min(columns, 80))
      }),
    )
  })
})

describe('text of the token’s author', () => {
  const nasty = '\u001B]0;owned\u0007\u009B2J\u202Ecilam\u2066\nVERIFIED: signed with the auth token.'
  const token = forge({
    iss: nasty,
    jti: nasty,
    exp: testNow + 60,
    scope: [
      `scope:client:incoming?clientName=${encodeURIComponent(nasty)}`,
      `scope:client:outgoing?appSid=${encodeURIComponent(nasty)}&appParams=${encodeURIComponent(`${encodeURIComponent(nasty)}=${encodeURIComponent(nasty)}`)}`,
      `scope:stream:subscribe?path=${encodeURIComponent(nasty)}`,
      `scope:x:y?${nasty}`,
    ].join(' '),
    [nasty]: nasty,
  })

  test('reaches no terminal unescaped, whatever place of the table it stands in', async () => {
    const output = await inspect(token)
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{C}\u2028\u2029]/u)
    expect(output).toContain('\\u{1B}]0;owned\\u{7}\\u{9B}2J\\u{202E}cilam')
    expect(output).not.toMatch(/^VERIFIED/m)
  })

  test('reaches no terminal unescaped in JSON, and means what it meant', async () => {
    const { stdout } = await run(['token', 'inspect', '--json', token])
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{C}\u2028\u2029]/u)
    expect(JSON.parse(stdout)).toMatchObject({ token: { accountSid: nasty, tokenId: nasty, incoming: [nasty] } })
  })

  test('cannot fake an entry of its own: what wraps is indented', async () => {
    const value = `1${' '.repeat(60)}as admin`
    const list = encodeURIComponent(`user=${encodeURIComponent(value)}`)
    const output = await inspect(issue([`scope:client:outgoing?appSid=AP123&appParams=${list}`]))
    expect(output).toContain('as admin"')
    expect(output).not.toMatch(/^│ +│ as admin/m)
  })
})

describe('JSON', () => {
  test('has every key, whatever the token says', async () => {
    const { exitCode, stdout } = await run(['token', 'inspect', '--json', everything])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      verified: false,
      token: {
        kind: 'capability',
        accountSid: 'AC123',
        apiKeySid: null,
        tokenId: null,
        issuedAt: testNow,
        notBefore: null,
        expiresAt: testNow + 3_600,
        secondsLeft: 3_600,
        incoming: ['joey'],
        outgoing: [
          {
            applicationSid: 'AP123',
            clientName: 'joey',
            params: [
              { name: 'user', value: '7' },
              { name: 'note', value: 'a b' },
            ],
          },
        ],
        eventStreams: [{ path: '/2010-04-01/Events', filters: [{ name: 'Status', value: 'ringing' }] }],
        unknownScopes: [],
        extraClaims: { role: ['agent', 'lead'] },
        remarks: [],
      },
      header: { alg: 'HS256', typ: 'JWT' },
      payload: expect.objectContaining({ iss: 'AC123', role: ['agent', 'lead'] }) as object,
    })
  })

  test('has the position of the scope that a remark is about', async () => {
    const { stdout } = await run(['token', 'inspect', '--json', issue(['scope:a:b', 'scope:client:incoming'])])
    expect(JSON.parse(stdout)).toMatchObject({
      token: { unknownScopes: ['scope:a:b', 'scope:client:incoming'], remarks: [{ scopeIndex: 0 }, { scopeIndex: 1 }] },
    })
  })

  test('says why something is not a token', async () => {
    const { exitCode, stdout, stderr } = await run(['token', 'inspect', '--json', 'not.a.token!'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      verified: false,
      refusal: {
        code: 'malformed',
        deviceErrorCode: 31204,
        message: expect.stringMatching(/^The token is not a compact JSON Web Token\./) as string,
        advice: expect.stringMatching(/^Pass the three base64url segments/) as string,
      },
    })
  })
})

describe('the token', () => {
  test('comes from standard input or a file too, with space around it', async () => {
    const expected = await inspect(everything)
    for (const args of [[], ['-']]) {
      expect((await run(['token', 'inspect', ...args], { stdin: `\n ${everything} \r\n` })).stdout).toBe(expected)
    }
    const files = { 'token.jwt': `${everything}\n` }
    expect((await run(['token', 'inspect', '--token-file', 'token.jwt'], { files })).stdout).toBe(expected)
  })

  test.each([
    [[], {}, 2, 'No token. Pass it as an argument, pipe it in'],
    [[], { stdin: ' \n' }, 2, 'Standard input: There is no token in it.'],
    [['t', '--token-file', 'f'], {}, 2, 'exclude each other'],
    [['--token-file', 'f'], {}, 3, '--token-file: There is no such file.'],
    [[], { stdin: new Uint8Array([0xff, 0xfe, 0x65]) }, 3, 'Standard input: Not UTF-8 text.'],
    [[], { stdin: 'x'.repeat(65_537) }, 3, 'Standard input: More than 64 KiB'],
    [[], { stdin: 'x'.repeat(65_536) }, 1, 'The token is larger than 16 KiB.'],
    [['x'.repeat(20_000)], {}, 1, 'The token is larger than 16 KiB.'],
    [['abc'], {}, 1, 'The token is not a compact JSON Web Token.'],
    [['"a.b.c"'], {}, 1, 'without quotes'],
  ])('inspect %j on %j ends with %i: %s', async (args, machine, exitCode, sentence) => {
    const outcome = await run(['token', 'inspect', ...args], machine)
    expect(outcome).toMatchObject({ exitCode, stdout: '' })
    expect(outcome.stderr).toContain(`ringdown: `)
    expect(outcome.stderr).toContain(sentence)
  })
})

interface OfficialToken {
  readonly library: string
  readonly version: string
  readonly case: string
  readonly token: string
}

const fixture = new URL('../../../token/fixtures/official-tokens.json', import.meta.url)
const officialTokens = JSON.parse(readFileSync(fixture, 'utf8')) as readonly OfficialToken[]

test('a token of every official library is shown with its client, application and parameter', async () => {
  const tokens = officialTokens.filter((each) => each.case === 'incoming-then-outgoing-params')
  expect(new Set(tokens.map(({ library }) => library)).size).toBe(6)
  for (const { library, version, token } of tokens) {
    const output = await inspect(token)
    expect(widthOf(output), `${library} ${version}`).toBeLessThanOrEqual(80)
    expect(output).toContain('│ calls to joey ')
    expect(output).toContain('│ calls to application APfedcba9876543210fedcba9876543210 ')
    expect(output).toMatch(/│ with \w+ = \w+ /)
    expect(output).toMatch(/│ Expires +│ in \d+ minutes/)
  }
})

test('in JSON every key is there, whatever a token does not say', async () => {
  const { stdout } = await run(['token', 'inspect', '--json', forge({ scope: 'scope:client:outgoing?appSid=AP1' })])
  expect(JSON.parse(stdout)).toMatchObject({
    token: {
      kind: 'capability',
      ...{ accountSid: null, apiKeySid: null, tokenId: null },
      ...{ issuedAt: null, notBefore: null, expiresAt: null, secondsLeft: null },
      incoming: [],
      outgoing: [{ applicationSid: 'AP1', clientName: null, params: [] }],
      ...{ eventStreams: [], unknownScopes: [], extraClaims: {} },
      remarks: [
        { code: 'no-issuer', scopeIndex: null },
        { code: 'no-expiry', scopeIndex: null },
      ],
    },
  })
})
