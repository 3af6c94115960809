import { describe, expect, test } from 'vitest'
import { checkScope, EventStreamScope, IncomingClientScope, OutgoingClientScope, readScopeUri } from './scope.js'
import { applicationSid } from './test-support/sample.js'

describe('an incoming scope', () => {
  test('grants one name', () => {
    const scope = new IncomingClientScope('andy')
    expect(scope.payload()).toBe('scope:client:incoming?clientName=andy')
    expect(scope).toMatchObject({ scope: 'scope:client:incoming', clientName: 'andy' })
  })

  test('always encodes the name', () => {
    const scope = new IncomingClientScope('a&b=é', { clientNameRule: 'wide' })
    expect(scope.payload()).toBe('scope:client:incoming?clientName=a%26b%3D%C3%A9')
  })

  test.each<[unknown, string]>([
    [undefined, 'missing'],
    [null, 'missing'],
    [7, 'type'],
    ['a b', 'client-name'],
  ])('refuses the name %o with the code %s', (name, code) => {
    expect(() => new IncomingClientScope(name as string)).toThrow(expect.objectContaining({ code }))
  })
})

describe('an outgoing scope', () => {
  test.each<[ConstructorParameters<typeof OutgoingClientScope>[0], string]>([
    [{ applicationSid: 'AP123' }, 'appSid=AP123'],
    [{ applicationSid: 'AP&1' }, 'appSid=AP%261'],
    [{ applicationSid: 'AP123', clientName: 'CL123' }, 'appSid=AP123&clientName=CL123'],
    [{ applicationSid: 'AP123', params: { foo: 'bar' } }, 'appSid=AP123&appParams=foo%3Dbar'],
    [
      { applicationSid: 'AP123', clientName: 'CL123', params: { foo: 'bar' } },
      'appSid=AP123&clientName=CL123&appParams=foo%3Dbar',
    ],
    [
      { applicationSid: 'AP123', params: { msg: 'R&D (v2)~ é*', n: '7' } },
      'appSid=AP123&appParams=msg%3DR%2526D%2520(v2)~%2520%25C3%25A9*%26n%3D7',
    ],
    [{ applicationSid: 'AP123', params: {} }, 'appSid=AP123&appParams='],
    [{ applicationSid: 'AP123', clientName: undefined, params: null }, 'appSid=AP123'],
  ])('of %j is %s', (options, query) => {
    expect(new OutgoingClientScope(options).payload()).toBe(`scope:client:outgoing?${query}`)
  })

  test('shows what it was made of', () => {
    const scope = new OutgoingClientScope({ applicationSid: 'AP123', clientName: 'joey', params: { user: 7 } })
    expect(scope).toMatchObject({
      scope: 'scope:client:outgoing',
      applicationSid: 'AP123',
      clientName: 'joey',
      params: { user: 7 },
    })
  })

  test('takes a name of the wide rule, and strict SIDs, by option', () => {
    const scope = new OutgoingClientScope({
      applicationSid,
      clientName: 'a@b',
      clientNameRule: 'wide',
      strictSids: true,
    })
    expect(scope.payload()).toBe(`scope:client:outgoing?appSid=${applicationSid}&clientName=a%40b`)
  })

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['missing', null],
    ['type', 'AP123'],
    ['missing', {}],
    ['missing', { applicationSid: '' }],
    ['type', { applicationSid: 7 }],
    ['sid', { applicationSid: 'AP 123' }],
    ['sid', { applicationSid: 'AP123', strictSids: true }],
    ['type', { applicationSid: 'AP123', clientName: 7 }],
    ['client-name', { applicationSid: 'AP123', clientName: '' }],
    ['client-name', { applicationSid: 'AP123', clientName: 'a b' }],
    ['type', { applicationSid: 'AP123', params: 'foo=bar' }],
    ['range', { applicationSid: 'AP123', params: { foo: Infinity } }],
    ['encoding', { applicationSid: 'AP123', params: { foo: '\ud800' } }],
  ])('is refused with the code %s for %j', (code, options) => {
    expect(() => new OutgoingClientScope(options as { applicationSid: string })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  test('does not follow later changes of the parameters it was given', () => {
    const params: Record<string, string> = { foo: 'bar' }
    const scope = new OutgoingClientScope({ applicationSid: 'AP123', params })
    params['foo'] = 'other'
    expect(scope.payload()).toContain('foo%3Dbar')
    expect(scope.params).toEqual({ foo: 'bar' })
  })
})

describe('an event stream scope', () => {
  test.each<[Record<string, string | number> | null | undefined, string]>([
    [undefined, 'path=/2010-04-01/Events'],
    [null, 'path=/2010-04-01/Events'],
    [{}, 'path=/2010-04-01/Events'],
    [{ foo: 'bar' }, 'path=/2010-04-01/Events&appParams=foo%3Dbar'],
    [{ Dir: 'in', To: 'a b' }, 'path=/2010-04-01/Events&appParams=Dir%3Din%26To%3Da%2520b'],
  ])('with the filters %j is %s', (filters, query) => {
    const scope = new EventStreamScope(filters)
    expect(scope.payload()).toBe(`scope:stream:subscribe?${query}`)
    expect(scope.filters).toEqual(filters ?? {})
  })

  test.each<[string, unknown]>([
    ['type', 'foo=bar'],
    ['type', ['foo']],
    ['range', { foo: Number.NaN }],
    ['encoding', { foo: '\udc00' }],
  ])('is refused with the code %s for %j', (code, filters) => {
    expect(() => new EventStreamScope(filters as Record<string, string>)).toThrow(expect.objectContaining({ code }))
  })
})

describe('a custom scope', () => {
  test.each(['scope:service:privilege', 'scope:service:god-mode?key+with+space=val', 'scope:a_b:c?x=%20é'])(
    'may say %s',
    (uri) => {
      expect(readScopeUri({ payload: () => uri })).toBe(uri)
    },
  )

  test.each<[string, unknown]>([
    ['type', undefined],
    ['type', 7],
    ['scope', ''],
    ['scope', 'client:incoming'],
    ['scope', 'scope:client'],
    ['scope', 'scope:client:incoming scope:client:outgoing?appSid=AP1'],
    ['scope', 'scope:client:incoming?clientName=a scope:client:outgoing?appSid=AP1'],
    ['scope', 'scope:client:incoming?clientName=a\u00a0b'],
    ['scope', 'scope:client:incoming?clientName=a\nb'],
    ['scope', 'scope:client:incoming?clientName=\ud800'],
    ['scope', ' scope:client:incoming'],
  ])('is refused with the code %s when it says %j', (code, uri) => {
    expect(() => readScopeUri({ payload: () => uri as string })).toThrow(expect.objectContaining({ code }))
  })

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['missing', null],
    ['type', 'scope:client:incoming?clientName=joey'],
    ['type', {}],
    ['type', { payload: 'scope:client:incoming?clientName=joey' }],
  ])('is refused with the code %s when it is %j', (code, scope) => {
    expect(() => {
      checkScope(scope)
    }).toThrow(expect.objectContaining({ code, argument: 'scope' }))
  })
})
