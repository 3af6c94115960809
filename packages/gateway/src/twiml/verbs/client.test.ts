import { describe, expect, test } from 'vitest'
import type { ClientTarget } from '../document.js'
import { codesOf, parseBody, plainClient } from '../test-support/sample-document.js'

function clientOf(client: string): ClientTarget | undefined {
  const [verb] = parseBody(`<Dial>${client}</Dial>`).document.verbs
  const target = verb?.name === 'Dial' ? verb.dial.targets[0] : undefined
  return target !== undefined && 'clientName' in target ? target : undefined
}

const codes = (client: string): readonly number[] => codesOf(`<Dial>${client}</Dial>`)

describe('the name of <Client>', () => {
  test.each([
    ['<Client>bob</Client>', 'bob'],
    ['<Client>\n  bob\n</Client>', 'bob'],
    ['<Client>client:bob</Client>', 'bob'],
    ['<Client><Identity>bob</Identity></Client>', 'bob'],
    ['<Client><Identity> client:bob </Identity></Client>', 'bob'],
    ['<Client>ignored<Identity>bob</Identity></Client>', 'bob'],
    ['<Client>b&amp;b</Client>', 'b&b'],
  ])('is read from %s', (client, name) => {
    expect(clientOf(client)).toEqual(plainClient(name))
    expect(codes(client)).toEqual([])
  })

  test.each([
    '<Client/>',
    '<Client> </Client>',
    '<Client>a b</Client>',
    '<Client><Identity/></Client>',
    '<Client>client:</Client>',
  ])('that no device can have is warned of, and nobody is rung: %s', (client) => {
    expect(codes(client)).toEqual([31105])
    expect(clientOf(client)).toBeUndefined()
  })

  test('is the first <Identity>', () => {
    const client = '<Client><Identity>bob</Identity><Identity>carol</Identity></Client>'
    expect(clientOf(client)?.clientName).toBe('bob')
    expect(codes(client)).toEqual([12200])
  })
})

describe('the parameters of <Client>', () => {
  const withParameters = (...parameters: readonly string[]): string => `<Client>bob${parameters.join('')}</Client>`
  const parameter = (name: string, value: string): string => `<Parameter name="${name}" value="${value}"/>`

  test('are carried in order, repeated names and white space kept', () => {
    const client = withParameters(parameter('b', ' 1 '), parameter('a', 'é&amp;='), parameter('b', ''))
    expect(clientOf(client)?.params).toEqual([
      ['b', ' 1 '],
      ['a', 'é&='],
      ['b', ''],
    ])
    expect(codes(client)).toEqual([])
  })

  test('may have 800 bytes of UTF-8 together', () => {
    expect(codes(withParameters(parameter('n', 'é'.repeat(399)), parameter('m', '')))).toEqual([])
    expect(codes(withParameters(parameter('n', 'é'.repeat(399)), parameter('m', '1')))).toEqual([31103])
  })

  test('are left out where they would be too many, and only there', () => {
    const client = withParameters(parameter('a', 'x'.repeat(700)), parameter('b', 'y'.repeat(100)), parameter('c', 'z'))
    expect(clientOf(client)?.params.map(([name]) => name)).toEqual(['a', 'c'])
    expect(codes(client)).toEqual([31103])
  })

  test('of one client do not count for another', () => {
    const one = withParameters(parameter('a', 'x'.repeat(700)))
    expect(codes(one + one)).toEqual([])
  })

  test.each([
    ['<Parameter value="1"/>', []],
    ['<Parameter name="" value="1"/>', []],
    ['<Parameter name="a"/>', [['a', '']]],
    ['<Parameter name="a&amp;b" value="1"/>', [['a&b', '1']]],
    ['<Parameter name="a" value="1">text</Parameter>', [['a', '1']]],
    ['<Parameter name="a" value="1" type="x"/>', [['a', '1']]],
  ])('%s is warned of', (element, params) => {
    expect(clientOf(withParameters(element))?.params).toEqual(params)
    expect(codes(withParameters(element))).toEqual([12200])
  })

  test('never get their values into a remark', () => {
    const { remarks } = parseBody(`<Dial>${withParameters(parameter('pin', 'secret'.repeat(200)))}</Dial>`)
    expect(remarks).toHaveLength(1)
    expect(JSON.stringify(remarks)).not.toContain('secret')
  })
})

describe('the status callback of <Client>', () => {
  const callbackOf = (attributes: string): ClientTarget['statusCallback'] =>
    clientOf(`<Client ${attributes}>bob</Client>`)?.statusCallback

  test.each([
    ['statusCallback="/s"', { url: 'https://app.example/s', method: 'POST', events: ['completed'] }],
    [
      'statusCallback="/s" statusCallbackMethod="GET" statusCallbackEvent="completed  initiated"',
      { url: 'https://app.example/s', method: 'GET', events: ['initiated', 'completed'] },
    ],
    [
      'statusCallback="/s" statusCallbackEvent="initiated ringing answered completed"',
      { url: 'https://app.example/s', method: 'POST', events: ['initiated', 'ringing', 'answered', 'completed'] },
    ],
    ['statusCallback=""', undefined],
    ['statusCallbackEvent="ringing"', undefined],
  ])('%s is carried', (attributes, expected) => {
    expect(callbackOf(attributes)).toEqual(expected)
    expect(codes(`<Client ${attributes}>bob</Client>`)).toEqual([])
  })

  test.each([
    ['statusCallback="ftp://x/"', 11100, undefined],
    ['statusCallback="/s" statusCallbackMethod="PUT"', 12200, { method: 'POST' }],
    ['statusCallback="/s" statusCallbackEvent="hungup"', 12200, { events: ['completed'] }],
    ['statusCallback="/s" statusCallbackEvent="ringing,answered"', 12200, { events: ['completed'] }],
    ['statusCallback="/s" statusCallbackEvent=""', 12200, { events: ['completed'] }],
  ])('%s is warned of with code %i', (attributes, code, expected) => {
    expect(codes(`<Client ${attributes}>bob</Client>`)).toEqual([code])
    const callback = callbackOf(attributes)
    if (expected === undefined) expect(callback).toBeUndefined()
    else expect(callback).toMatchObject(expected)
  })
})

describe('the other attributes of <Client>', () => {
  test.each([
    ['url=""', []],
    ['url="ftp://x/"', [11100]],
    ['method="GET"', []],
    ['method="POST"', []],
    ['method="PUT"', [12200]],
    ['clientNotificationUrl="/push"', []],
    ['name="bob"', [12200]],
  ])('%s gives the remarks %j', (attributes, expected) => {
    expect(codes(`<Client ${attributes}>bob</Client>`)).toEqual(expected)
    expect(clientOf(`<Client ${attributes}>bob</Client>`)).toEqual(plainClient('bob'))
  })

  test.each([
    ['url="/screen"', { url: 'https://app.example/screen', method: 'POST' }],
    ['url="http://b.example/?a=1" method="get"', { url: 'http://b.example/?a=1', method: 'GET' }],
  ])('%s names the document that runs with whoever answers', (attributes, screening) => {
    expect(clientOf(`<Client ${attributes}>bob</Client>`)).toEqual({ ...plainClient('bob'), screening })
    expect(codes(`<Client ${attributes}>bob</Client>`)).toEqual([])
  })
})
