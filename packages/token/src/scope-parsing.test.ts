import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RemarkCode } from './remark.js'
import { type ParsedScope, parseScopes } from './scope-parsing.js'
import { EventStreamScope, IncomingClientScope, OutgoingClientScope } from './scope.js'
import { looseSid, params, portableName, wideName } from './test-support/arbitrary.js'

const path = '/2010-04-01/Events'

function codesOf(claim: string): readonly RemarkCode[] {
  return parseScopes(claim).remarks.map(({ code }) => code)
}

describe('a scope claim', () => {
  test.each<[string, readonly ParsedScope[]]>([
    ['', []],
    ['scope:client:incoming?clientName=andy', [{ kind: 'incoming', clientName: 'andy' }]],
    [
      'scope:client:outgoing?appSid=AP123',
      [{ kind: 'outgoing', applicationSid: 'AP123', clientName: undefined, params: [] }],
    ],
    [
      'scope:client:outgoing?appParams=foobar%3D3&appSid=AP123&clientName=andy',
      [{ kind: 'outgoing', applicationSid: 'AP123', clientName: 'andy', params: [['foobar', '3']] }],
    ],
    [
      'scope:client:outgoing?appSid=AP123&appParams=&clientName=',
      [{ kind: 'outgoing', applicationSid: 'AP123', clientName: undefined, params: [] }],
    ],
    [
      'scope:client:outgoing?appSid=AP123&appParams=msg%3DR%2526D%2B%2528v2%2529~%2B%25C3%25A9%252A%26n%3D7',
      [
        {
          kind: 'outgoing',
          applicationSid: 'AP123',
          clientName: undefined,
          params: [
            ['msg', 'R&D (v2)~ é*'],
            ['n', '7'],
          ],
        },
      ],
    ],
    ['scope:stream:subscribe?path=%2F2010-04-01%2FEvents', [{ kind: 'event-stream', path, filters: [] }]],
    ['scope:stream:subscribe?path=%2f2010-04-01%2fEvents&params=', [{ kind: 'event-stream', path, filters: [] }]],
    [
      'scope:stream:subscribe?params=foobar%3Dhey&path=%2F2010-04-01%2FEvents',
      [{ kind: 'event-stream', path, filters: [['foobar', 'hey']] }],
    ],
    [
      'scope:stream:subscribe?path=/2010-04-01/Events&appParams=Dir%3Din%26To%3Da%2520b',
      [
        {
          kind: 'event-stream',
          path,
          filters: [
            ['Dir', 'in'],
            ['To', 'a b'],
          ],
        },
      ],
    ],
    [
      'scope:client:incoming?clientName=a scope:client:incoming?clientName=b',
      [
        { kind: 'incoming', clientName: 'a' },
        { kind: 'incoming', clientName: 'b' },
      ],
    ],
  ])('%s is read without a remark', (claim, scopes) => {
    expect(parseScopes(claim)).toEqual({ scopes, remarks: [] })
  })

  const outgoing = 'scope:client:outgoing?appSid=AP1'
  test.each<[RemarkCode, string]>([
    ['malformed-scope', 'joey'],
    ['malformed-scope', ' scope:client:incoming?clientName=joey'],
    ['malformed-scope', 'scope:client'],
    ['unknown-scope', 'scope:service:godmode?key+with+space=val'],
    ['duplicate-scope', `${outgoing} ${outgoing}`],
    ['several-outgoing', `${outgoing} scope:client:outgoing?appSid=AP2`],
    ['several-outgoing', `${outgoing} scope:client:outgoing?appSid=AP1&clientName=boss`],
    ['several-outgoing', `${outgoing} scope:client:outgoing?appSid=AP1&appParams=a%3D1`],
    ['repeated-key', 'scope:client:incoming?clientName=joey&clientName=boss'],
    ['repeated-key', 'scope:client:incoming?clientName=joey&client%4Eame=boss'],
    ['repeated-key', 'scope:client:outgoing?appSid=AP1&appSid=AP2'],
    ['unexpected-key', 'scope:client:incoming?clientName=joey&vip=1'],
    ['unexpected-key', 'scope:client:incoming?clientName=R&D'],
    ['unexpected-key', 'scope:client:outgoing?appSid=AP1&vip=1'],
    ['unexpected-key', 'scope:stream:subscribe?path=/2010-04-01/Events&vip=1'],
    ['missing-key', 'scope:client:incoming'],
    ['missing-key', 'scope:client:incoming?clientName='],
    ['missing-key', 'scope:client:outgoing?appParams=a%3D1'],
    ['unencoded-value', 'scope:client:incoming?clientName=ann lee'],
    ['unencoded-value', 'scope:client:incoming?clientName=é'],
    ['bad-escape', 'scope:client:incoming?clientName=100%'],
    ['escaped-separator', 'scope:client:outgoing?appSid=AP1&amp;clientName=joey'],
    ['overencoded-params', 'scope:client:outgoing?appSid=AP1&appParams=foo%253Dbar'],
    ['stray-param', 'scope:client:outgoing?appSid=AP1&appParams=foo%3Dbar&baz%3Dqux'],
    ['stray-param', 'scope:stream:subscribe?path=/2010-04-01/Events&params=Dir%3Din&To%3Da+b'],
    ['unreadable-filters', 'scope:stream:subscribe?path=/2010-04-01/Events&params=%7B%22a%22%3D%3E%22b%22%7D'],
    ['unusual-path', 'scope:stream:subscribe?path=/2010-04-01/Calls'],
    ['unusual-path', 'scope:stream:subscribe'],
    ['client-name', 'scope:client:incoming?clientName=a%40b'],
    ['client-name', 'scope:client:outgoing?appSid=AP1&clientName=a%40b'],
    ['literal-name', 'scope:client:incoming?clientName=undefined'],
    ['literal-name', 'scope:client:incoming?clientName=null'],
    ['literal-name', 'scope:client:incoming?clientName=None'],
  ])('earns the remark %s when it is %j', (code, claim) => {
    expect(codesOf(claim)).toContain(code)
  })

  test('says which scope a remark is about', () => {
    const { remarks } = parseScopes('scope:client:incoming?clientName=joey scope:service:godmode')
    expect(remarks).toEqual([expect.objectContaining({ code: 'unknown-scope', scopeIndex: 1 })])
  })

  test('counts outgoing scopes once when they say the same in other words', () => {
    expect(codesOf('scope:client:outgoing?appSid=AP1 scope:client:outgoing?appSid=AP1&appParams=')).toEqual([])
  })

  test('reads parameters that Ruby 5 left outside their list', () => {
    expect(parseScopes('scope:client:outgoing?appSid=AP1&appParams=foo%3Dbar&baz%3Da+b').scopes).toEqual([
      expect.objectContaining({
        params: [
          ['foo', 'bar'],
          ['baz', 'a b'],
        ],
      }),
    ])
    expect(parseScopes('scope:stream:subscribe?path=/2010-04-01/Events&params=Dir%3Din&To%3Da+b').scopes).toEqual([
      expect.objectContaining({
        filters: [
          ['Dir', 'in'],
          ['To', 'a b'],
        ],
      }),
    ])
  })

  test('keeps a raw name with a space whole', () => {
    expect(parseScopes('scope:client:incoming?clientName=ann lee scope:client:incoming?clientName=bob').scopes).toEqual(
      [
        { kind: 'incoming', clientName: 'ann lee' },
        { kind: 'incoming', clientName: 'bob' },
      ],
    )
  })

  test('keeps what it does not know verbatim', () => {
    const uri = 'scope:service:godmode?key+with+space=val'
    expect(parseScopes(uri).scopes).toEqual([{ kind: 'unknown', uri }])
    expect(parseScopes('joey').scopes).toEqual([{ kind: 'unknown', uri: 'joey' }])
  })

  test('is read into frozen parts, whatever it holds', () => {
    fc.assert(
      fc.property(claimText, (claim) => {
        const { scopes, remarks } = parseScopes(claim)
        expect(scopes).toSatisfy(Object.isFrozen)
        for (const part of [...scopes, ...remarks]) expect(part).toSatisfy(Object.isFrozen)
      }),
    )
  })
})

const claimText = fc
  .array(
    fc.constantFrom(
      ...[
        'scope:client:incoming?',
        'scope:client:outgoing?',
        'scope:stream:subscribe?',
        'scope:x:y',
        ' ',
        '&',
        '&amp;',
      ],
      ...[
        'clientName=',
        'appSid=',
        'appParams=',
        'params=',
        'path=',
        'joey',
        '%3D',
        '%26',
        '%',
        '=',
        '+',
        '{',
        '}',
        '\0',
      ],
    ),
    { maxLength: 20 },
  )
  .map((pieces) => pieces.join(''))

/** A scope of ours, and what a reader should make of it. */
const scope = fc.oneof(
  wideName.map((clientName) => ({
    uri: new IncomingClientScope(clientName, { clientNameRule: 'wide' }).payload(),
    parsed: { kind: 'incoming', clientName },
  })),
  fc
    .record({
      applicationSid: looseSid,
      clientName: fc.option(wideName, { nil: undefined }),
      params: fc.option(params),
    })
    .map((options) => ({
      uri: new OutgoingClientScope({ ...options, clientNameRule: 'wide' }).payload(),
      parsed: {
        kind: 'outgoing',
        applicationSid: options.applicationSid,
        clientName: options.clientName,
        params: textsOf(options.params),
      },
    })),
  fc.option(params).map((filters) => ({
    uri: new EventStreamScope(filters).payload(),
    parsed: { kind: 'event-stream', path, filters: textsOf(filters) },
  })),
)

function textsOf(given: Record<string, unknown> | null): readonly (readonly [string, string])[] {
  return Object.entries(given ?? {}).map(([name, value]) => [name, String(value)])
}

const harmless: readonly RemarkCode[] = ['client-name', 'literal-name', 'duplicate-scope', 'several-outgoing']

describe('parsing is the inverse of formatting', () => {
  test('for any scope', () => {
    fc.assert(
      fc.property(scope, ({ uri, parsed }) => {
        const { scopes, remarks } = parseScopes(uri)
        expect(scopes).toEqual([parsed])
        expect(remarks.filter(({ code }) => !harmless.includes(code))).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  test('for any list of scopes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(scope, { maxLength: 8, selector: ({ uri }) => uri }), (scopes) => {
        const { scopes: read, remarks } = parseScopes(scopes.map(({ uri }) => uri).join(' '))
        expect(read).toEqual(scopes.map(({ parsed }) => parsed))
        expect(remarks.filter(({ code }) => !harmless.includes(code))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('without any remark for portable names', () => {
    fc.assert(
      fc.property(portableName, params, (clientName, given) => {
        fc.pre(!['undefined', 'null', 'None'].includes(clientName))
        const uri = new OutgoingClientScope({ applicationSid: 'AP1', clientName, params: given }).payload()
        expect(codesOf(uri)).toEqual([])
      }),
    )
  })
})
