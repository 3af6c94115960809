import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import twilio from 'twilio-6'
import { errorCatalogue } from '@ringdown/protocol'
import type { DialSpec, NumberTarget, TwimlVerb, VerbName } from './document.js'
import { parseTwiml } from './parse.js'
import { codesOf, documentOf, parseBody, plainClient, plainDial, sampleUrl } from './test-support/sample-document.js'
import { TwimlError } from './twiml-error.js'
import { twimlLimits } from './twiml-limits.js'

describe('a document', () => {
  test('is its verbs in order, with the URL that it came from', () => {
    const { document, remarks } = parseTwiml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n  <Pause/>\n  <Reject/>\n  <Pause length="2"/>\n</Response>',
      sampleUrl,
    )
    expect(document).toEqual({
      baseUrl: sampleUrl,
      verbs: [
        { name: 'Pause', position: { line: 3, column: 3 }, seconds: 1 },
        { name: 'Reject', position: { line: 4, column: 3 }, reason: 'rejected' },
        { name: 'Pause', position: { line: 5, column: 3 }, seconds: 2 },
      ],
    })
    expect(remarks).toEqual([])
  })

  test('may have a byte order mark', () => {
    expect(parseTwiml('\uFEFF<?xml version="1.0"?><Response/>', sampleUrl).document.verbs).toEqual([])
    expect(() => parseTwiml('\uFEFF <?xml version="1.0"?><Response/>', sampleUrl)).toThrow(TwimlError)
  })

  test('may be 64 kB of UTF-8, and no more', () => {
    const padded = (bytes: number): string => {
      const frame = '<Response><!--é--></Response>'
      return frame.replace('é', `é${'x'.repeat(bytes - frame.length - 1)}`)
    }
    expect(() => parseTwiml(padded(twimlLimits.maxDocumentBytes), sampleUrl)).not.toThrow()
    const tooLarge = expect.objectContaining({ code: 11750, line: 1, column: 1 }) as Error
    expect(() => parseTwiml(padded(twimlLimits.maxDocumentBytes + 1), sampleUrl)).toThrow(tooLarge)
    expect(() => parseTwiml('é'.repeat(60_000), sampleUrl)).toThrow(tooLarge)
  })

  test.each(['', ' \n', '\uFEFF'])('that is empty (%j) is called so', (text) => {
    expect(() => parseTwiml(text, sampleUrl)).toThrow(expect.objectContaining({ code: 11770 }) as Error)
  })

  test('keeps what is known when something in it is not', () => {
    const { document, remarks } = parseTwiml(
      `<Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="x" version="2">
  stray
  <Dance/>
  <say>a</say>
  <Client>bob</Client>
  <Pay/>
  <constructor/>
  <Hangup/>
</Response>`,
      sampleUrl,
    )
    expect(document.verbs.map(({ name }) => name)).toEqual(['Hangup'])
    expect(remarks.map(({ code, line, column }) => [code, line, column])).toEqual([
      [12200, 1, 1],
      [12200, 1, 99],
      [12200, 3, 3],
      [12200, 4, 3],
      [12200, 5, 3],
      [12200, 6, 3],
      [12200, 7, 3],
    ])
    const texts = remarks.map(({ text }) => text)
    expect(texts[0]).toBe('Text in <Response> has no meaning; it was ignored.')
    expect(texts[2]).toBe('The element "Dance" in <Response> is unknown. It was skipped.')
    expect(texts[3]).toContain('Did you mean <Say>? Capital letters count.')
    expect(texts[4]).toBe('<Client> may not stand in <Response>, only in <Dial>. It was skipped.')
    expect(texts[5]).toContain('not part of this gateway')
  })

  test('has its remarks in its own order, whichever of them was noticed first', () => {
    const { remarks } = parseTwiml(
      '<Response>\n<Pause length="x"/>\n<Sing/>\n<Pause length="y"/></Response>',
      undefined,
    )
    expect(remarks.map(({ code, line }) => [code, line])).toEqual([
      [13910, 2],
      [12200, 3],
      [13910, 4],
    ])
  })

  test('may not stand in itself', () => {
    expect(parseBody('<Response/>').remarks[0]?.text).toBe('<Response> may not stand in <Response>. It was skipped.')
  })

  test('gets a bounded number of remarks, of which the last says that there were more', () => {
    const { remarks } = parseBody('<x/>'.repeat(3_000))
    expect(remarks).toHaveLength(twimlLimits.maxRemarks)
    expect(remarks.at(-1)?.text).toContain('more to say')
  })
})

describe('documents of the official library', () => {
  test('for a call between clients parse without a remark', () => {
    const response = new twilio.twiml.VoiceResponse()
    response.pause({ length: 2 })
    const dial = response.dial({
      action: '/done?a=1&b=2',
      method: 'GET',
      timeout: 20,
      timeLimit: 600,
      callerId: 'client:carol',
      answerOnBridge: true,
      sequential: true,
      hangupOnStar: true,
    })
    dial.client('alice')
    const client = dial.client({
      statusCallback: '/status',
      statusCallbackEvent: ['initiated', 'completed'],
      statusCallbackMethod: 'GET',
    })
    client.identity('bob')
    client.parameter({ name: 'order', value: 'A & B "é"' })
    response.redirect({ method: 'GET' }, 'https://other.example/?x=1&y=2')
    response.reject({ reason: 'busy' })
    response.hangup()

    const { document, remarks } = parseTwiml(response.toString(), sampleUrl)
    expect(remarks).toEqual([])
    expect(document.verbs).toMatchObject([
      { name: 'Pause', seconds: 2 },
      {
        name: 'Dial',
        action: { url: 'https://app.example/done?a=1&b=2', method: 'GET' },
        dial: {
          timeoutSeconds: 20,
          timeLimitSeconds: 600,
          callerId: 'client:carol',
          answerOnBridge: true,
          sequential: true,
          hangupOnStar: true,
          targets: [
            plainClient('alice'),
            {
              clientName: 'bob',
              params: [['order', 'A & B "é"']],
              statusCallback: {
                url: 'https://app.example/status',
                method: 'GET',
                events: ['initiated', 'completed'],
              },
            },
          ],
        },
      },
      { name: 'Redirect', to: { url: 'https://other.example/?x=1&y=2', method: 'GET' } },
      { name: 'Reject', reason: 'busy' },
      { name: 'Hangup' },
    ])
  })

  test('with verbs of later times name each of them', () => {
    const response = new twilio.twiml.VoiceResponse()
    response.say({ voice: 'alice', language: 'en-GB', loop: 2 }, 'Hello')
    response.play({ digits: '1w2' }, 'https://app.example/a.mp3')
    response.gather({ numDigits: 1, input: ['dtmf'] }).say('Press one')
    response.record({ maxLength: 20, playBeep: true })
    response.enqueue({ waitUrl: '/wait' }, 'support')
    response.leave()
    response.start().stream({ url: 'wss://app.example/' })
    response.connect().stream({ url: 'wss://app.example/' })
    response.stop().stream({ name: 'a' })
    response.echo()
    response.refer().sip('sip:a@b.example')
    const { document, remarks } = parseTwiml(response.toString(), sampleUrl)
    expect(document.verbs.map(({ name }) => name)).toEqual([
      'Say',
      'Play',
      'Gather',
      'Record',
      'Enqueue',
      'Leave',
      'Start',
      'Connect',
      'Stop',
      'Echo',
      'Refer',
    ])
    expect(remarks.map(({ text }) => /^<(\w+)> is not supported yet/.exec(text)?.[1])).toEqual(
      document.verbs.map(({ name }) => name),
    )
  })
})

test('the document that the official browser tests call with keeps repeated and non-ASCII parameters', () => {
  const { document, remarks } = parseTwiml(
    `<Response><Dial><Client><Identity>bob</Identity><Parameter name="duplicate" value="12345"/><Parameter name="duplicate" value="123456"/>
     <Parameter name="custom + param" value="我不吃蛋"/><Parameter name="foobar" value="some + value"/></Client></Dial></Response>`,
    sampleUrl,
  )
  expect(remarks).toEqual([])
  const params = [
    ['duplicate', '12345'],
    ['duplicate', '123456'],
    ['custom + param', '我不吃蛋'],
    ['foobar', 'some + value'],
  ]
  const bob = { clientName: 'bob', params, screening: undefined, statusCallback: undefined }
  const dial = { ...plainDial.dial, targets: [bob] }
  expect(document.verbs).toMatchObject([{ name: 'Dial', dial, action: undefined }])
})

const escapeXml = (text: string): string =>
  text.replace(/[&<>"'\s]/g, (character) => `&#${character.codePointAt(0) ?? 0};`)

const clientName = fc.stringMatching(/^[A-Za-z0-9_.@+-]{1,20}$/).filter((name) => !name.startsWith('client:'))
const paramText = fc.string({
  unit: fc.constantFrom('a', 'Z', '9', ' ', '<', '"', "'", 'é', '😀', '\n', '/'),
  maxLength: 12,
})
const url = fc.webUrl({ withQueryParameters: true }).map((text) => new URL(text).href)
const method = fc.constantFrom('GET' as const, 'POST' as const)
const events = fc.subarray(['initiated', 'ringing', 'answered', 'completed'] as const, { minLength: 1 })

const client = fc.record({
  clientName,
  params: fc.array(
    fc.tuple(
      paramText.filter((name) => name !== ''),
      paramText,
    ),
    { maxLength: 5 },
  ),
  screening: fc.option(fc.record({ url, method }), { nil: undefined }),
  statusCallback: fc.option(fc.record({ url, method, events }), { nil: undefined }),
})

const position = { line: expect.any(Number) as number, column: expect.any(Number) as number }

const number: fc.Arbitrary<NumberTarget> = fc.record({
  phoneNumber: fc.stringMatching(/^\+[1-9]\d{1,14}$/),
  position: fc.constant(position),
  sendDigits: fc.option(fc.stringMatching(/^[\dA-D*#wW]{1,32}$/), { nil: undefined }),
  screening: fc.option(fc.record({ url, method }), { nil: undefined }),
  statusCallback: fc.option(fc.record({ url, method, events }), { nil: undefined }),
})

const target = fc.oneof(client, number)

const spec: fc.Arbitrary<DialSpec> = fc.record({
  targets: fc.array(target, { minLength: 1, maxLength: 10 }),
  timeoutSeconds: fc.integer({ min: 5, max: 600 }),
  timeLimitSeconds: fc.integer({ min: 1, max: 14_400 }),
  callerId: fc.option(clientName, { nil: undefined }),
  answerOnBridge: fc.boolean(),
  sequential: fc.boolean(),
  hangupOnStar: fc.boolean(),
})

type Written<Name extends VerbName> = Name extends VerbName ? Omit<TwimlVerb<Name>, 'position'> : never
type Verb = Written<'Dial' | 'Pause' | 'Redirect' | 'Reject' | 'Hangup'>

const verb: fc.Arbitrary<Verb> = fc.oneof(
  fc.record({
    name: fc.constant('Dial' as const),
    dial: spec,
    action: fc.option(fc.record({ url, method }), { nil: undefined }),
  }),
  fc.record({ name: fc.constant('Pause' as const), seconds: fc.integer({ min: 1, max: 86_400 }) }),
  fc.record({ name: fc.constant('Redirect' as const), to: fc.record({ url, method }) }),
  fc.record({ name: fc.constant('Reject' as const), reason: fc.constantFrom('rejected' as const, 'busy' as const) }),
  fc.record({ name: fc.constant('Hangup' as const) }),
)

function attribute(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : ` ${name}="${escapeXml(String(value))}"`
}

function writeTarget(each: DialSpec['targets'][number]): string {
  const { screening, statusCallback } = each
  const callback =
    attribute('url', screening?.url) +
    attribute('method', screening?.method) +
    (statusCallback === undefined
      ? ''
      : attribute('statusCallback', statusCallback.url) +
        attribute('statusCallbackMethod', statusCallback.method) +
        attribute('statusCallbackEvent', statusCallback.events.join(' ')))
  if ('phoneNumber' in each)
    return `<Number${callback}${attribute('sendDigits', each.sendDigits)}>${each.phoneNumber}</Number>`
  const { clientName: name, params } = each
  const parameters = params.map(([key, value]) => `<Parameter${attribute('name', key)}${attribute('value', value)}/>`)
  return `<Client${callback}>${escapeXml(name)}${parameters.join('')}</Client>`
}

function writeDial({ dial, action }: Written<'Dial'>): string {
  const attributes =
    attribute('timeout', dial.timeoutSeconds) +
    attribute('timeLimit', dial.timeLimitSeconds) +
    attribute('callerId', dial.callerId) +
    attribute('answerOnBridge', dial.answerOnBridge) +
    attribute('sequential', dial.sequential) +
    attribute('hangupOnStar', dial.hangupOnStar) +
    attribute('action', action?.url) +
    attribute('method', action?.method)
  return `<Dial${attributes}>${dial.targets.map(writeTarget).join('\n')}</Dial>`
}

function writeVerb(each: Verb): string {
  switch (each.name) {
    case 'Dial':
      return writeDial(each)
    case 'Pause':
      return `<Pause${attribute('length', each.seconds)}/>`
    case 'Redirect':
      return `<Redirect${attribute('method', each.to.method)}>${escapeXml(each.to.url)}</Redirect>`
    case 'Reject':
      return `<Reject${attribute('reason', each.reason)}/>`
    case 'Hangup':
      return '<Hangup/>'
  }
}

describe('whatever the document', () => {
  test('what was written is what is read', () => {
    fc.assert(
      fc.property(fc.array(verb, { maxLength: 6 }), (written) => {
        const { document, remarks } = parseBody(written.map(writeVerb).join('\n'))
        expect(remarks).toEqual([])
        expect(document.verbs).toEqual(written.map((each) => ({ ...each, position })))
      }),
      { numRuns: 300 },
    )
  })

  test('every remark has a code of the catalogue, a sentence, and the position of an element or attribute', () => {
    const name = fc.constantFrom(
      ...['Dial', 'Client', 'Parameter', 'Identity', 'Pause', 'Redirect', 'Reject', 'Hangup', 'Say', 'Gather'],
      ...['Conference', 'Number', 'Sip', 'Pay', 'Response', 'Nonsense', 'toString', 'hasOwnProperty'],
    )
    const attributeName = fc.constantFrom(
      ...['action', 'method', 'timeout', 'length', 'reason', 'url', 'name', 'value', 'record', 'loop', 'constructor'],
      ...['callerId', 'statusCallback', 'statusCallbackEvent', 'valueOf', 'xmlns', 'nonsense'],
    )
    const value = fc.constantFrom('', '1', '-1', 'true', 'busy', '/a', 'ftp://x', 'GET', 'a b', 'x'.repeat(300))
    const gap = fc.constantFrom(' ', '\n', '\r\n', '\n\t')
    const attributes = fc
      .uniqueArray(fc.tuple(attributeName, value, gap), { selector: ([key]) => key, maxLength: 4 })
      .map((all) => all.map(([key, text, space]) => `${space}${key}="${text}"`).join(''))
    const { element } = fc.letrec<{ element: string }>((tie) => ({
      element: fc
        .tuple(
          name,
          attributes,
          fc.array(fc.oneof({ depthSize: 'small' }, gap, value, tie('element')), { maxLength: 4 }),
        )
        .map(([tag, pairs, content]) => `<${tag}${pairs}>${content.join('')}</${tag}>`),
    }))
    fc.assert(
      fc.property(fc.array(element, { maxLength: 5 }), fc.constantFrom(sampleUrl, undefined), (elements, baseUrl) => {
        const text = `<Response>\n${elements.join('\n')}\n</Response>`
        const { remarks } = parseTwiml(text, baseUrl)
        const lines = text.split(/\r\n|\n/)
        for (const { code, text: sentence, line, column } of remarks) {
          expect(errorCatalogue).toHaveProperty(String(code))
          expect(sentence).toMatch(/^[A-Z<"].*[.?]$/)
          expect(sentence.length).toBeLessThan(300)
          expect(lines[line - 1]?.slice(column - 1)).toMatch(/^(?:<[A-Za-z]|[A-Za-z]+=")/)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('it is read or refused, and nothing else is ever thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, isWrapped) => {
        try {
          parseTwiml(isWrapped ? `<Response>${text}</Response>` : text, sampleUrl)
        } catch (error) {
          expect(error).toBeInstanceOf(TwimlError)
          expect(errorCatalogue).toHaveProperty(String((error as TwimlError).code))
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

test('a plain dial is what the test support says it is', () => {
  expect(documentOf('<Dial><Client>bob</Client></Dial>').verbs).toMatchObject([plainDial])
  expect(codesOf('<Dial><Client>bob</Client></Dial>')).toEqual([])
})
