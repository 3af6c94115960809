import { describe, expect, test } from 'vitest'
import type { DialOutcome } from '../control.js'
import type { DialVerb } from '../document.js'
import { FakeCallControl, nobodyThere } from '../test-support/fake-call-control.js'
import {
  codesOf,
  documentOf,
  parseBody,
  parseInline,
  plainClient,
  plainDial,
  sampleUrl,
} from '../test-support/sample-document.js'
import { dial } from './dial.js'

function dialOf({ document }: ReturnType<typeof parseBody>): DialVerb {
  const [verb] = document.verbs
  if (verb?.name !== 'Dial') throw new Error('There is no <Dial>')
  return verb
}

const readDial = (body: string): DialVerb => dialOf(parseBody(body))
const withAttributes = (attributes: string): string => `<Dial ${attributes}><Client>bob</Client></Dial>`

describe('the attributes of <Dial>', () => {
  test('have the defaults of Twilio', () => {
    expect(readDial(withAttributes(''))).toMatchObject(plainDial)
    expect(codesOf(withAttributes(''))).toEqual([])
  })

  test.each([
    ['timeout="5"', { timeoutSeconds: 5 }],
    ['timeout="600"', { timeoutSeconds: 600 }],
    ['timeout=" 15 "', { timeoutSeconds: 15 }],
    ['timeLimit="1"', { timeLimitSeconds: 1 }],
    ['timeLimit="14400"', { timeLimitSeconds: 14_400 }],
    ['callerId="+15551234567"', { callerId: '+15551234567' }],
    ['callerId="client:carol"', { callerId: 'client:carol' }],
    ['callerId="carol"', { callerId: 'carol' }],
    ['answerOnBridge="true"', { answerOnBridge: true }],
    ['answerOnBridge="false"', { answerOnBridge: false }],
    ['sequential="true"', { sequential: true }],
    ['sequential="false"', { sequential: false }],
    ['hangupOnStar="true"', { hangupOnStar: true }],
    ['hangupOnStar="false"', { hangupOnStar: false }],
    ['answerOnBridge=" true "', { answerOnBridge: true }],
    ['callerId=" carol "', { callerId: 'carol' }],
  ])('%s is carried', (attributes, expected) => {
    const { dial: spec } = readDial(withAttributes(attributes))
    expect(spec).toEqual({ ...plainDial.dial, ...expected })
    expect(codesOf(withAttributes(attributes))).toEqual([])
  })

  test.each([
    ['timeout', '4', 13212],
    ['timeout', '601', 13212],
    ['timeout', '', 13212],
    ['timeout', '10.5', 13212],
    ['timeout', '1e2', 13212],
    ['timeout', '-10', 13212],
    ['timeLimit', '0', 13216],
    ['timeLimit', '14401', 13216],
    ['timeLimit', 'long', 13216],
    ['callerId', '', 13214],
    ['callerId', 'not a name', 13214],
    ['callerId', '&lt;script&gt;', 13214],
    ['answerOnBridge', 'yes', 13219],
    ['sequential', '1', 13218],
    ['hangupOnStar', 'True', 13213],
    ['method', 'PUT', 13210],
    ['action', 'ftp://app.example/', 11100],
    ['action', 'http://', 11100],
  ])('%s="%s" is warned of with its own code, and the default applies', (name, value, code) => {
    const body = withAttributes(`\n  ${name}="${value}"`)
    expect(parseBody(body).remarks).toMatchObject([{ code, line: 2, column: 3 }])
    expect(readDial(body)).toMatchObject(plainDial)
  })

  test.each([
    ['record="record-from-answer"', 12200],
    ['record="true"', 12200],
    ['record="loud"', 13217],
    ['ringTone="de"', 12200],
    ['ringTone="xx"', 13220],
    ['trim="trim-silence"', 12200],
    ['trim="all"', 12200],
    ['recordingTrack="inbound"', 12200],
    ['recordingStatusCallback="/rec"', 12200],
    ['recordingStatusCallback="ftp://x/"', 13256],
    ['recordingStatusCallbackEvent="completed absent"', 12200],
    ['recordingStatusCallbackEvent="done"', 13621],
    ['recordingStatusCallbackMethod="GET"', 12200],
    ['volume="11"', 12200],
    ['Timeout="10"', 12200],
  ])('%s is told to have no effect, with code %i', (attributes, code) => {
    expect(codesOf(withAttributes(attributes))).toEqual([code])
    expect(readDial(withAttributes(attributes))).toMatchObject(plainDial)
  })

  test('that are not supported yet are called so, unknown ones unknown, and misspelt ones get the right spelling', () => {
    const text = (attributes: string): string | undefined => parseBody(withAttributes(attributes)).remarks[0]?.text
    expect(text('ringTone="de"')).toBe('The attribute "ringTone" of <Dial> is not supported yet; it was ignored.')
    expect(text('volume="11"')).toBe('The attribute "volume" of <Dial> is unknown; it was ignored.')
    expect(text('Timeout="10"')).toContain('Did you mean "timeout"?')
    expect(text('timeout="soon"')).toBe(
      'The attribute "timeout" of <Dial> is not valid: "soon". Use 5 to 600 whole seconds; 30 was used.',
    )
  })

  test.each([
    'record="do-not-record"',
    'record="false"',
    'trim="do-not-trim"',
    'recordingTrack="both"',
    'referUrl="/refer"',
    'referMethod="POST"',
    'events="call-progress-event"',
    'passports="x"',
    'recordingConfigurationId="x"',
    'callReason="x"',
  ])('%s asks for nothing that is not done, and is accepted without a word', (attributes) => {
    expect(codesOf(withAttributes(attributes))).toEqual([])
  })

  test('never get a URL into a remark, where its password would be read', () => {
    const { remarks } = parseBody(withAttributes('action="ftp://user:secret@app.example/?key=secret"'))
    expect(JSON.stringify(remarks)).not.toContain('secret')
  })
})

describe('the action of <Dial>', () => {
  test.each([
    ['action="/done"', { url: 'https://app.example/done', method: 'POST' }],
    ['action="done?x=1"', { url: 'https://app.example/done?x=1', method: 'POST' }],
    ['action="http://other.example/" method="GET"', { url: 'http://other.example/', method: 'GET' }],
    ['action="/done" method="get"', { url: 'https://app.example/done', method: 'GET' }],
    ['action="/done" method="POST"', { url: 'https://app.example/done', method: 'POST' }],
    ['action=""', { url: sampleUrl, method: 'POST' }],
  ])('%s is an address', (attributes, action) => {
    expect(readDial(withAttributes(attributes)).action).toEqual(action)
    expect(codesOf(withAttributes(attributes))).toEqual([])
  })

  test('has to be absolute in a document that was given inline; else it is left out', () => {
    const parsed = parseInline(withAttributes('action="/done"'))
    expect(parsed.remarks).toMatchObject([{ code: 15004 }])
    expect(dialOf(parsed).action).toBeUndefined()
    const absolute = parseInline(withAttributes('action="https://a.example/"'))
    expect(absolute.remarks).toEqual([])
    expect(dialOf(absolute).action).toEqual({ url: 'https://a.example/', method: 'POST' })
  })
})

describe('whom <Dial> rings', () => {
  test('are its clients, in order', () => {
    const body = '<Dial><Client>bob</Client><Client>carol</Client></Dial>'
    expect(readDial(body).dial.targets).toEqual([plainClient('bob'), plainClient('carol')])
  })

  test.each([
    ['<Number>+15551234567</Number>', '+15551234567'],
    ['<Number> +1 (555) 123-4567 </Number>', '+15551234567'],
    ['<Number>1.555.123.4567</Number>', '+15551234567'],
    ['(555) 123-4567', '+15551234567'],
    ['4930123456', '+14930123456'],
    ['49301234567', '+49301234567'],
    ['+49 30 123456', '+4930123456'],
  ])('are numbers, with or without a plus and what people put in between: %s', (target, phoneNumber) => {
    const number = { phoneNumber, sendDigits: undefined, screening: undefined, statusCallback: undefined }
    const body = `<Dial>${target}<Client>carol</Client></Dial>`
    expect(readDial(body).dial.targets).toMatchObject([number, plainClient('carol')])
    expect(codesOf(body)).toEqual([])
  })

  test('may be told of, and numbers pressed keys to', () => {
    const attributes = 'sendDigits="1ww#" statusCallback="/s" statusCallbackEvent="ringing" statusCallbackMethod="GET"'
    const { targets } = readDial(`<Dial><Number ${attributes}>+1555</Number></Dial>`).dial
    const statusCallback = { url: 'https://app.example/s', method: 'GET', events: ['ringing'] }
    expect(targets).toMatchObject([{ phoneNumber: '+1555', sendDigits: '1ww#', statusCallback }])
  })

  test.each([
    ['url="/screen"', { url: 'https://app.example/screen', method: 'POST' }, []],
    ['url="/screen" method="GET"', { url: 'https://app.example/screen', method: 'GET' }, []],
    ['url="/screen" method="PUT"', { url: 'https://app.example/screen', method: 'POST' }, [12200]],
    ['url=""', undefined, []],
    ['url="ftp://x/"', undefined, [11100]],
    ['method="GET"', undefined, []],
  ])('are numbers that a document screens, or not: %s', (attributes, screening, codes) => {
    const body = `<Dial><Number ${attributes}>+1555</Number></Dial>`
    expect(readDial(body).dial.targets).toMatchObject([{ phoneNumber: '+1555', screening }])
    expect(codesOf(body)).toEqual(codes)
  })

  test.each([
    ...['byoc', 'machineDetection', 'machineDetectionTimeout', 'machineDetectionSpeechThreshold'],
    ...['machineDetectionSpeechEndThreshold', 'machineDetectionSilenceTimeout', 'amdStatusCallback'],
    'amdStatusCallbackMethod',
  ])('are numbers without %s, which is remarked on and ignored', (attribute) => {
    const { document, remarks } = parseBody(`<Dial><Number ${attribute}="x">+1555</Number></Dial>`)
    expect(dialOf({ document, remarks }).dial.targets).toMatchObject([{ phoneNumber: '+1555' }])
    expect(remarks).toMatchObject([{ code: 12200 }])
    expect(remarks[0]?.text).toContain('not supported yet')
  })

  test('are ten numbers at most, beside ten clients', () => {
    const numbers = Array.from({ length: 11 }, (_value, index) => `<Number>+15550${index}</Number>`)
    const clients = Array.from({ length: 10 }, (_value, index) => `<Client>c${index}</Client>`)
    const { document, remarks } = parseBody(`<Dial>${[...numbers, ...clients].join('')}</Dial>`)
    expect(dialOf({ document, remarks }).dial.targets).toHaveLength(20)
    expect(remarks).toMatchObject([{ code: 13250 }])
    expect(remarks[0]?.text).toContain('10 numbers')
  })

  test('are ten at most', () => {
    const clients = Array.from({ length: 12 }, (_value, index) => `<Client>c${index}</Client>`)
    const { document, remarks } = parseBody(`<Dial>\n${clients.join('\n')}</Dial>`)
    expect(dialOf({ document, remarks }).dial.targets).toEqual(
      Array.from({ length: 10 }, (_value, index) => plainClient(`c${index}`)),
    )
    expect(remarks).toMatchObject([
      { code: 13250, line: 12 },
      { code: 13250, line: 13 },
    ])
  })

  test.each([
    ['<Number>bob</Number>', 13223],
    ['<Number>+0155</Number>', 13223],
    ['<Number/>', 13223],
    ['+1234567890123456', 13223],
    ['bob', 13223],
    ['client:bob', 13223],
    ['sip:user:secret@example.com', 13223],
    ['<Sip>sip:user:secret@example.com</Sip>', 12200],
    ['<Conference>Room</Conference>', 12200],
    ['<Queue>support</Queue>', 12200],
    ['<Application>AP00000000000000000000000000000000</Application>', 12200],
    ['<Sim>DE0</Sim>', 12200],
    ['<WhatsApp>+1555</WhatsApp>', 12200],
    ['<Say>Hello</Say>', 13215],
    ['<Robot/>', 13215],
    ['<client>bob</client>', 13215],
    ['<Client>no name</Client>', 31105],
  ])('cannot be %s; the others are rung', (target, code) => {
    const body = `<Dial>${target}<Client>carol</Client></Dial>`
    expect(codesOf(body)).toEqual([code])
    expect(readDial(body).dial.targets).toEqual([plainClient('carol')])
    expect(JSON.stringify(parseBody(body).remarks)).not.toContain('secret')
  })

  test.each([
    ['<Number sendDigits="press 1">+1555</Number>', 12200],
    ['<Conference muted="x">R</Conference>', 13230],
    ['<Conference endConferenceOnExit="x">R</Conference>', 13231],
    ['<Conference startConferenceOnEnter="x">R</Conference>', 13232],
    ['<Conference waitUrl="ftp://x/">R</Conference>', 13233],
    ['<Conference waitUrl="">R</Conference>', undefined],
    ['<Conference waitMethod="x">R</Conference>', 13234],
    ['<Conference beep="x">R</Conference>', 13235],
    ['<Conference trim="x">R</Conference>', 13239],
    ['<Conference color="red">R</Conference>', 12200],
    ['<Queue method="x">q</Queue>', 14210],
    ['<Queue url="ftp://x/">q</Queue>', 14211],
  ])('are warned of their own faults, also if they cannot be dialled: %s', (target, code) => {
    const refusals = target.startsWith('<Number') ? [] : [12200]
    const expected = code === undefined ? refusals : [code, ...refusals]
    expect([...codesOf(`<Dial>${target}</Dial>`)].sort()).toEqual(expected.sort())
  })

  test('are remarked on when a number and a conference stand together', () => {
    expect(codesOf('<Dial><Number>+1555</Number><Conference>Room</Conference></Dial>')).toContain(13000)
    expect(codesOf('<Dial>+1555<Conference>Room</Conference></Dial>')).toContain(13000)
    expect(codesOf('<Dial><Client>bob</Client><Conference>Room</Conference></Dial>')).not.toContain(13000)
  })

  test('may be nobody, which is remarked on', () => {
    expect(codesOf('<Dial/>')).toEqual([12200])
    expect(readDial('<Dial/>').dial.targets).toEqual([])
  })
})

describe('running <Dial>', () => {
  const answered: DialOutcome = { status: 'completed', callSid: 'CA1', durationSeconds: 7, isBridged: true }

  test('rings what it says, and goes on with the next verb', async () => {
    const control = new FakeCallControl()
    const verb = readDial(withAttributes('timeout="9"'))
    expect(await dial.run(verb, control)).toBe('next')
    expect(control.actions).toEqual([{ type: 'dial', spec: verb.dial }])
  })

  test.each([
    [answered, { DialCallStatus: 'completed', DialCallSid: 'CA1', DialCallDuration: '7', DialBridged: 'true' }],
    [
      { ...answered, durationSeconds: 0 },
      { DialCallStatus: 'completed', DialCallSid: 'CA1', DialCallDuration: '0', DialBridged: 'true' },
    ],
    [
      { ...nobodyThere, callSid: 'CA2', status: 'busy' as const },
      { DialCallStatus: 'busy', DialCallSid: 'CA2', DialBridged: 'false' },
    ],
    [
      { ...nobodyThere, callSid: undefined },
      { DialCallStatus: 'no-answer', DialBridged: 'false' },
    ],
  ])('tells its action how it ended, and goes on there (%#)', async (outcome, params) => {
    const next = documentOf('<Hangup/>')
    const control = new FakeCallControl({ dial: () => outcome, fetch: () => next })
    expect(await dial.run(readDial(withAttributes('action="/done" method="GET"')), control)).toEqual({ document: next })
    expect(control.actions.at(-1)).toEqual({
      type: 'fetch',
      request: { url: 'https://app.example/done', method: 'GET', params },
    })
  })

  test('without anyone who can be rung is the call’s to fail, since only it knows whether to answer', async () => {
    const control = new FakeCallControl({ dial: () => ({ ...nobodyThere, callSid: undefined, status: 'failed' }) })
    const verb = readDial('<Dial action="/done" answerOnBridge="true">bob</Dial>')
    await dial.run(verb, control)
    expect(control.actions).toMatchObject([
      { type: 'dial', spec: { targets: [], answerOnBridge: true } },
      { type: 'fetch', request: { params: { DialCallStatus: 'failed', DialBridged: 'false' } } },
    ])
  })

  test('tells its action also when the caller hung up meanwhile', async () => {
    const control = new FakeCallControl({ endsDuring: 0, dial: () => ({ ...nobodyThere, status: 'canceled' }) })
    await expect(dial.run(readDial(withAttributes('action="/done"')), control)).rejects.toThrow('ended')
    expect(control.actions.at(-1)).toMatchObject({ request: { params: { DialCallStatus: 'canceled' } } })
  })
})
