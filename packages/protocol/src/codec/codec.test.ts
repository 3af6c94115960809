import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { clientMessage, type ClientMessage, type ClientPayloads } from '../message/client-message.js'
import { type ClientFrame, type GatewayFrame, heartbeat } from '../message/frame.js'
import { gatewayMessage, type GatewayMessage, type GatewayPayloads } from '../message/gateway-message.js'
import type { Message } from '../message/message.js'
import { protocolLimits as limits } from '../protocol-limits.js'
import { decodeClientFrame, decodeGatewayFrame, encodeClientFrame, encodeGatewayFrame } from './codec.js'
import { ProtocolError, type ProtocolErrorCode } from './protocol-error.js'

const callsid = `CA${'c'.repeat(32)}`
const voiceeventsid = `KX${'e'.repeat(32)}`

function refusal(run: () => unknown): ProtocolError {
  try {
    run()
  } catch (error) {
    if (error instanceof ProtocolError) return error
    throw error
  }
  throw new Error('the frame was accepted')
}

function refusalOfClient(type: string, payload: unknown): ProtocolError {
  return refusal(() => decodeClientFrame(JSON.stringify({ type, version: '1.6', payload })))
}

function refusalOfGateway(type: string, payload: unknown): ProtocolError {
  return refusal(() => decodeGatewayFrame(JSON.stringify({ type, version: '', payload })))
}

const anyText = fc.string({ unit: 'binary', maxLength: 40 })
const someText = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
const anyId = fc.stringMatching(/^[\w-]{1,64}$/)
const seconds = fc.integer({ min: 0, max: limits.maxDurationSeconds })
// Through JSON and back, since -0 and undefined do not survive it.
const jsonValue = fc.jsonValue({ maxDepth: 4 }).map((value): unknown => JSON.parse(JSON.stringify(value)))
const wireError = fc.record(
  { code: fc.integer({ min: 0, max: 99_999 }), message: anyText, retryAfter: seconds },
  { requiredKeys: ['code', 'message'] },
)
const callMessage = fc.record({
  callsid: anyId,
  voiceeventsid: anyId,
  messagetype: someText,
  contenttype: someText,
  content: jsonValue.filter((value) => value !== null),
})
const withSdp = fc.record({ callsid: anyId, sdp: someText })
const empty = fc.constant({})

type Arbitraries<Payloads> = { readonly [Type in keyof Payloads]: fc.Arbitrary<Payloads[Type]> }

const clientPayloads: Arbitraries<ClientPayloads> = {
  listen: fc.record(
    { token: someText, browserinfo: fc.dictionary(anyText, jsonValue), reconnectTimeout: seconds },
    { requiredKeys: ['token'] },
  ),
  register: fc.record({ media: fc.record({ audio: fc.boolean() }) }),
  invite: fc.record(
    {
      callsid: anyId,
      sdp: someText,
      twilio: fc.record({ params: anyText }, { requiredKeys: [] }),
      preflight: fc.boolean(),
      reconnect: someText,
    },
    { requiredKeys: ['callsid', 'sdp', 'twilio'] },
  ),
  answer: withSdp,
  reject: fc.record({ callsid: anyId }),
  hangup: fc.record({ callsid: anyId, message: anyText }, { requiredKeys: ['callsid'] }),
  reinvite: withSdp,
  dtmf: fc.record({ callsid: anyId, dtmf: fc.stringMatching(/^[\dA-D*#wW]{1,64}$/) }),
  message: callMessage,
  candidate: fc.record({ callsid: anyId, candidate: anyText }),
}

const gatewayPayloads: Arbitraries<GatewayPayloads> = {
  connected: fc.record(
    {
      region: anyText,
      gateway: anyText,
      edge: anyText,
      home: anyText,
      token: fc.record({ identity: fc.option(anyText), ttl: seconds }),
    },
    { requiredKeys: ['region', 'gateway', 'token'] },
  ),
  ready: empty,
  offline: empty,
  invite: fc.record(
    {
      callsid: anyId,
      sdp: someText,
      parameters: fc.record(
        {
          From: anyText,
          To: anyText,
          CallSid: anyId,
          AccountSid: anyId,
          ApiVersion: anyText,
          Params: anyText,
          StirStatus: anyText,
        },
        { requiredKeys: ['From', 'To', 'CallSid', 'AccountSid', 'ApiVersion'] },
      ),
      reconnect: someText,
    },
    { requiredKeys: ['callsid', 'sdp', 'parameters'] },
  ),
  ringing: fc.record({ callsid: anyId, sdp: someText }, { requiredKeys: ['callsid'] }),
  answer: fc.record({ callsid: anyId, sdp: someText, reconnect: someText }, { requiredKeys: ['callsid'] }),
  hangup: fc.record({ callsid: anyId, error: wireError }, { requiredKeys: [] }),
  cancel: fc.record({ callsid: anyId, reason: anyText }, { requiredKeys: ['callsid'] }),
  error: fc.record({ error: wireError, callsid: anyId, voiceeventsid: anyId }, { requiredKeys: ['error'] }),
  close: empty,
  ack: fc.record({ acktype: fc.constant('message' as const), callsid: anyId, voiceeventsid: anyId }),
  message: callMessage,
}

// Names beside the contract's own, `__proto__` among them.
const unknownFields = fc.dictionary(
  fc.oneof(
    fc.constant('__proto__'),
    anyText.map((name) => `x-${name}`),
  ),
  jsonValue,
  { maxKeys: 3 },
)

function anyMessage<Payloads>(payloads: Arbitraries<Payloads>, version: fc.Arbitrary<string>) {
  const types = Object.entries(payloads as Readonly<Record<string, fc.Arbitrary<object>>>).map(([type, payload]) =>
    fc
      .tuple(unknownFields, unknownFields, version, payload)
      .map(([beside, within, text, known]) => ({ ...beside, type, version: text, payload: { ...within, ...known } })),
  )
  return fc.oneof(...types) as unknown as fc.Arbitrary<Message<Payloads>>
}

const clientMessages = anyMessage(clientPayloads, fc.constantFrom('1.2', '1.4', '1.5', '1.6'))
const gatewayMessages = anyMessage(gatewayPayloads, fc.constant(''))

describe('round trips', () => {
  test('every client message comes back as it was written, unknown fields included', () => {
    fc.assert(
      fc.property(clientMessages, (message) => {
        expect(decodeClientFrame(encodeClientFrame(message))).toEqual(message)
      }),
      { numRuns: 1_000 },
    )
  })

  test('every gateway message comes back as it was written, unknown fields included', () => {
    fc.assert(
      fc.property(gatewayMessages, (message) => {
        expect(decodeGatewayFrame(encodeGatewayFrame(message))).toEqual(message)
      }),
      { numRuns: 1_000 },
    )
  })

  test('a heartbeat is exactly one newline, both ways', () => {
    expect(encodeClientFrame(heartbeat)).toBe('\n')
    expect(encodeGatewayFrame(heartbeat)).toBe('\n')
    expect(decodeClientFrame('\n')).toBe(heartbeat)
    expect(decodeGatewayFrame('\n')).toBe(heartbeat)
    for (const text of ['', ' ', '\r\n', '\n\n']) {
      expect(refusal(() => decodeClientFrame(text)).code).toBe('malformed')
    }
  })

  test('an unknown message is reported as one, whole, and can be passed on', () => {
    const raw = { type: 'roster', version: '', payload: { Roster: ['alice'] }, extra: 1 }
    const frame = decodeGatewayFrame(JSON.stringify(raw))
    expect(frame).toEqual({ type: 'unknown', raw })
    expect(JSON.parse(encodeGatewayFrame(frame))).toEqual(raw)
  })

  test.each(['heartbeat', 'unknown', 'constructor', '__proto__', 'toString', 'connected'])(
    'a client message of type %s is unknown, not taken for something else',
    (type) => {
      expect(decodeClientFrame(JSON.stringify({ type }))).toEqual({
        type: 'unknown',
        raw: { type, version: '', payload: {} },
      })
    },
  )

  test('an unknown wrapper cannot smuggle a broken message of a known type', () => {
    const raw = { type: 'reject', version: '1.6', payload: {} }
    expect(refusal(() => encodeClientFrame({ type: 'unknown', raw })).field).toBe('reject.callsid')
  })
})

describe('frames as the official SDKs write them', () => {
  test('listen of twilio-client 1.15', () => {
    const text =
      '{"type":"listen","version":"1.5","payload":{"token":"eyJ.e30.c2ln","browserinfo":{"p":"browser","v":"1.15.1",' +
      '"browser":{"userAgent":"unknown","platform":"unknown"},"plugin":"rtc"}}}'
    const frame = decodeClientFrame(text)
    expect(frame).toMatchObject({ type: 'listen', version: '1.5', payload: { token: 'eyJ.e30.c2ln' } })
    expect(encodeClientFrame(frame)).toBe(text)
  })

  test('invite of voice-sdk 2.x without parameters, its payload written first', () => {
    const text = `{"payload":{"callsid":"TJS1-2","sdp":"v=0","twilio":{}},"type":"invite","version":"1.6"}`
    expect(decodeClientFrame(text)).toEqual(
      clientMessage('1.6', 'invite', { callsid: 'TJS1-2', sdp: 'v=0', twilio: {} }),
    )
  })

  test('call message of voice-sdk 2.x, its content an object', () => {
    const payload = {
      callsid,
      content: { q: 'Can I park here?' },
      contenttype: 'application/json',
      messagetype: 'user-defined-message',
      voiceeventsid,
    }
    expect(decodeClientFrame(JSON.stringify({ payload, type: 'message', version: '1.6' }))).toMatchObject({ payload })
  })

  test('legacy candidate keeps its label', () => {
    const payload = { callsid, candidate: 'candidate:1', label: 0 }
    expect(decodeClientFrame(JSON.stringify({ type: 'candidate', version: '1.2', payload }))).toMatchObject({ payload })
  })

  test('a gateway message without version and payload', () => {
    expect(decodeGatewayFrame('{"type":"ready"}')).toEqual({ type: 'ready', version: '', payload: {} })
  })

  test('the gateway writes type, empty version, payload', () => {
    expect(encodeGatewayFrame(gatewayMessage('offline', {}))).toBe('{"type":"offline","version":"","payload":{}}')
  })

  test('null stands for a token without a name', () => {
    const payload = { region: 'us1', gateway: 'gw', token: { identity: null, ttl: 3600 } }
    expect(decodeGatewayFrame(JSON.stringify({ type: 'connected', payload }))).toMatchObject({ payload })
  })
})

describe('hostile input', () => {
  const utf16 = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) })
  const anyFrame = fc.oneof(
    fc.anything(),
    utf16,
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .tuple(fc.constantFrom(...Object.keys(clientPayloads), ...Object.keys(gatewayPayloads)), fc.anything())
      .map(([type, payload]) => ({ type, payload }))
      .map(stringifyOrNothing),
    fc
      .tuple(fc.oneof(clientMessages, gatewayMessages).map(stringifyOrNothing), fc.nat(), utf16, fc.nat({ max: 9 }))
      .map(([text, at, insert, cut]) => spliced(text, at, insert, cut)),
  )

  test.each([
    ['decodeClientFrame', decodeClientFrame, encodeClientFrame],
    ['decodeGatewayFrame', decodeGatewayFrame, encodeGatewayFrame],
  ] as const)('%s throws nothing but ProtocolError, and what it accepts can be written again', (_, decode, encode) => {
    fc.assert(
      fc.property(anyFrame, (input) => {
        let frame: ClientFrame | GatewayFrame
        try {
          frame = decode(input)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
          return
        }
        const text = encode(frame as never)
        expect(decode(text)).toEqual(frame)
      }),
      { numRuns: 5_000 },
    )
  })

  test.each(['[', '{"a":', '{"type":"listen","payload":{"token":"t","browserinfo":'])(
    'deep nesting of %s is refused without exhausting the stack',
    (open) => {
      const depth = Math.floor(limits.maxFrameBytes / (open.length + 2))
      const close = open === '[' ? ']' : '}'
      for (const text of [open.repeat(depth), open.repeat(depth) + '1' + close.repeat(depth)]) {
        expect(refusal(() => decodeClientFrame(text)).code).toBe('malformed')
      }
    },
  )

  test('nesting is allowed down to the limit', () => {
    // Envelope, payload and browserinfo are three levels.
    const nest = (levels: number) =>
      `{"type":"listen","payload":{"token":"t","browserinfo":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}}`
    expect(decodeClientFrame(nest(limits.maxNestingLevels - 3))).toMatchObject({ type: 'listen' })
    expect(refusal(() => decodeClientFrame(nest(limits.maxNestingLevels - 2))).code).toBe('malformed')
  })

  test('a cycle is refused on the way out', () => {
    const content: Record<string, unknown> = {}
    content['self'] = content
    const payload = { callsid, voiceeventsid, messagetype: 'm', contenttype: 'c', content }
    expect(refusal(() => encodeClientFrame(clientMessage('1.6', 'message', payload))).code).toBe('malformed')
  })

  test('what JSON cannot write is refused on the way out', () => {
    for (const content of [1n, Symbol('s'), () => 1, Number.NaN]) {
      const payload = { callsid, voiceeventsid, messagetype: 'm', contenttype: 'c', content }
      expect(refusal(() => encodeClientFrame(clientMessage('1.6', 'message', payload))).code).toBe('malformed')
    }
  })

  test('numbers that no double holds are refused, wherever they stand', () => {
    for (const number of ['1e999', '-1e999', `1${'0'.repeat(400)}`]) {
      const text = `{"type":"ready","payload":{"anything":[${number}]}}`
      expect(refusal(() => decodeGatewayFrame(text)).code).toBe('malformed')
    }
  })

  test('numbers of seconds are bounded, so that no timer overflows', () => {
    const listen = (reconnectTimeout: number) => ({ token: 't', reconnectTimeout })
    expect(refusalOfClient('listen', listen(limits.maxDurationSeconds + 1)).field).toBe('listen.reconnectTimeout')
    expect(refusalOfClient('listen', listen(-1)).code).toBe('invalid-field')
    const connected = (ttl: number) => ({ region: '', gateway: '', token: { identity: 'a', ttl } })
    expect(refusalOfGateway('connected', connected(1e300)).field).toBe('connected.token.ttl')
  })

  test('a key __proto__ stays an own key, changes no prototype and gives no field its value', () => {
    const text = '{"type":"ready","version":"","payload":{"__proto__":{"admin":true}},"__proto__":{"x":1}}'
    const frame = decodeGatewayFrame(text)
    if (frame.type !== 'ready') throw new Error('not ready')
    expect(Object.getPrototypeOf(frame)).toBe(Object.prototype)
    expect(Object.getPrototypeOf(frame.payload)).toBe(Object.prototype)
    expect('admin' in frame.payload).toBe(false)
    expect(JSON.parse(encodeGatewayFrame(frame))).toEqual(JSON.parse(text))
    const listen = '{"type":"listen","payload":{"__proto__":{"token":"t"}}}'
    expect(refusal(() => decodeClientFrame(listen)).code).toBe('missing-field')
  })

  test('lone surrogates survive as JSON escapes', () => {
    const message = clientMessage('1.6', 'hangup', { callsid, message: 'a\uD800b' })
    const text = encodeClientFrame(message)
    expect(text).toContain(String.raw`a\ud800b`)
    expect(decodeClientFrame(text)).toEqual(message)
  })

  test('binary frames and other non-text are malformed', () => {
    for (const frame of [undefined, null, 1, {}, new Uint8Array([10])]) {
      expect(refusal(() => decodeClientFrame(frame)).code).toBe('malformed')
    }
  })

  test.each([
    ['null', 'not an object', undefined],
    ['[]', 'an array', 'frame'],
    ['"listen"', 'text', 'frame'],
    ['{}', 'no type', 'frame.type'],
    ['{"type":""}', 'an empty type', 'frame.type'],
    ['{"type":1}', 'a number as type', 'frame.type'],
    ['{"type":"ready","version":1.6}', 'a number as version', 'frame.version'],
    ['{"type":"ready","payload":null}', 'null as payload', 'frame.payload'],
    ['{"type":"ready","payload":[]}', 'an array as payload', 'frame.payload'],
    [`{"type":"${'t'.repeat(limits.maxTypeChars + 1)}"}`, 'an endless type', 'frame.type'],
  ])('%s is malformed: %s', (text, _, field) => {
    const error = refusal(() => decodeGatewayFrame(text))
    expect(error.code).toBe('malformed')
    expect(error.field).toBe(field ?? 'frame')
  })
})

describe('limits', () => {
  const listen = (token: string) => JSON.stringify({ type: 'listen', payload: { token } })
  const padded = (frameBytes: number, pad: string) => {
    const shell = '{"type":"ready","payload":{"pad":""}}'
    const room = frameBytes - shell.length
    const bytes = new Map([
      ['a', 1],
      ['ä', 2],
      ['水', 3],
      ['😀', 4],
    ]).get(pad)
    if (bytes === undefined) throw new Error('no such pad')
    return shell.replace('""', `"${pad.repeat(Math.floor(room / bytes))}${'a'.repeat(room % bytes)}"`)
  }

  test.each(['a', 'ä', '水', '😀'])('a frame of %s is measured in bytes of UTF-8', (pad) => {
    expect(decodeGatewayFrame(padded(limits.maxFrameBytes, pad))).toMatchObject({ type: 'ready' })
    expect(refusal(() => decodeGatewayFrame(padded(limits.maxFrameBytes + 1, pad))).code).toBe('frame-too-large')
  })

  test('a frame that would be too large is not written', () => {
    const payload = { pad: 'a'.repeat(limits.maxFrameBytes) }
    expect(refusal(() => encodeGatewayFrame(gatewayMessage('ready', payload))).code).toBe('frame-too-large')
  })

  test('a token is accepted up to its limit', () => {
    expect(decodeClientFrame(listen('t'.repeat(limits.maxTokenChars)))).toMatchObject({ type: 'listen' })
    const error = refusal(() => decodeClientFrame(listen('t'.repeat(limits.maxTokenChars + 1))))
    expect(error).toMatchObject({ code: 'field-too-long', field: 'listen.token' })
  })

  test.each<[string, object, string, number]>([
    ['invite', { callsid, twilio: {} }, 'sdp', limits.maxSdpChars],
    ['answer', { callsid }, 'sdp', limits.maxSdpChars],
    ['reinvite', { callsid }, 'sdp', limits.maxSdpChars],
    ['invite', { callsid, sdp: 'v=0', twilio: {} }, 'reconnect', limits.maxReconnectTokenChars],
    ['reject', {}, 'callsid', limits.maxIdChars],
    ['hangup', { callsid }, 'message', limits.maxTextChars],
    ['dtmf', { callsid }, 'dtmf', limits.maxDtmfChars],
    ['message', { callsid, voiceeventsid, contenttype: 'c', content: 1 }, 'messagetype', limits.maxTextChars],
    ['message', { callsid, voiceeventsid, contenttype: 'c', messagetype: 'm' }, 'content', limits.maxContentBytes],
  ])('%s %o: %s holds what its limit says, and one more is too long', (type, rest, field, max) => {
    const fits = { type, version: '1.6', payload: { ...rest, [field]: '1'.repeat(max) } }
    expect(decodeClientFrame(JSON.stringify(fits))).toEqual(fits)
    const error = refusalOfClient(type, { ...rest, [field]: '1'.repeat(max + 1) })
    expect(error).toMatchObject({ code: 'field-too-long', field: `${type}.${field}` })
  })

  test('custom parameters are bounded as they stand on the wire', () => {
    const invite = (chars: number) => ({ callsid, sdp: 'v=0', twilio: { params: 'p'.repeat(chars) } })
    const fits = { type: 'invite', version: '1.6', payload: invite(limits.maxParamsChars) }
    expect(decodeClientFrame(JSON.stringify(fits))).toEqual(fits)
    expect(refusalOfClient('invite', invite(limits.maxParamsChars + 1))).toMatchObject({
      code: 'field-too-long',
      field: 'invite.twilio.params',
    })
  })

  test('content that is not text is measured as its JSON text, in bytes', () => {
    const message = (content: unknown) => ({ callsid, voiceeventsid, contenttype: 'c', messagetype: 'm', content })
    // {"a":"…"} is eight bytes around the text, of which each character takes two.
    const most = (limits.maxContentBytes - 8) / 2
    const fits = { type: 'message', version: '1.6', payload: message({ a: 'ä'.repeat(most) }) }
    expect(decodeClientFrame(JSON.stringify(fits))).toEqual(fits)
    expect(refusalOfClient('message', message({ a: 'ä'.repeat(most + 1) })).code).toBe('field-too-long')
    expect(refusalOfClient('message', message(null)).code).toBe('invalid-field')
  })

  test('the limits cannot be changed', () => {
    expect(Object.isFrozen(limits)).toBe(true)
  })
})

describe('refusals', () => {
  test.each<[ProtocolErrorCode, string, string, unknown]>([
    ['missing-field', 'listen.token', 'listen', {}],
    ['missing-field', 'listen.token', 'listen', { token: '' }],
    ['invalid-field', 'listen.token', 'listen', { token: 1 }],
    ['invalid-field', 'listen.browserinfo', 'listen', { token: 't', browserinfo: 'x' }],
    ['missing-field', 'register.media', 'register', {}],
    ['invalid-field', 'register.media', 'register', { media: [] }],
    ['invalid-field', 'register.media.audio', 'register', { media: { audio: 1 } }],
    ['missing-field', 'invite.twilio', 'invite', { callsid, sdp: 'v=0' }],
    ['invalid-field', 'invite.twilio.params', 'invite', { callsid, sdp: 'v=0', twilio: { params: {} } }],
    ['invalid-field', 'invite.preflight', 'invite', { callsid, sdp: 'v=0', twilio: {}, preflight: 'yes' }],
    ['invalid-field', 'hangup.callsid', 'hangup', { callsid: 'CA 1' }],
    ['invalid-field', 'dtmf.dtmf', 'dtmf', { callsid, dtmf: '12x' }],
    ['missing-field', 'dtmf.dtmf', 'dtmf', { callsid, dtmf: '' }],
  ])('%s at %s of a client message', (code, field, type, payload) => {
    expect(refusalOfClient(type, payload)).toMatchObject({ code, field })
  })

  test.each<[ProtocolErrorCode, string, string, unknown]>([
    ['missing-field', 'connected.token', 'connected', { region: '', gateway: '' }],
    ['missing-field', 'invite.parameters.From', 'invite', { callsid, sdp: 'v=0', parameters: {} }],
    ['invalid-field', 'hangup.error', 'hangup', { callsid, error: 'late' }],
    ['invalid-field', 'error.error.code', 'error', { error: { code: '31205', message: '' } }],
    ['invalid-field', 'ack.acktype', 'ack', { acktype: 'other', callsid, voiceeventsid }],
    ['missing-field', 'cancel.callsid', 'cancel', {}],
  ])('%s at %s of a gateway message', (code, field, type, payload) => {
    expect(refusalOfGateway(type, payload)).toMatchObject({ code, field })
  })

  test('a refusal names the call and the call message, so that both can be told', () => {
    expect(refusalOfClient('message', { callsid, voiceeventsid })).toMatchObject({ callsid, voiceeventsid })
    expect(refusalOfClient('hangup', { callsid: '<b>' }).callsid).toBeUndefined()
  })

  test('a refusal says what is wrong and never repeats a value', () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9'
    const frames = [
      `{"type":"listen","payload":{"token":"${secret}`,
      `${secret}{}`,
      JSON.stringify({ type: 'listen', payload: { token: [secret] } }),
      JSON.stringify({ type: 'listen', payload: { token: secret.repeat(1_000) } }),
      JSON.stringify({ type: 'dtmf', payload: { callsid, dtmf: secret } }),
    ]
    for (const frame of frames) {
      const error = refusal(() => decodeClientFrame(frame))
      expect(error.cause).toBeUndefined()
      expect(JSON.stringify([error.message, error.stack, error])).not.toContain(secret)
      expect(error.message).toMatch(/must be .*\.$/)
    }
  })

  test('the same rules hold on the way out', () => {
    const error = refusal(() => encodeClientFrame(clientMessage('1.6', 'dtmf', { callsid, dtmf: 'x' })))
    expect(error).toMatchObject({ name: 'ProtocolError', code: 'invalid-field', field: 'dtmf.dtmf', callsid })
  })
})

test('frames are unions that their type discriminates', () => {
  const frame = decodeClientFrame('{"type":"dtmf","payload":{"callsid":"CA1","dtmf":"1"}}')
  if (frame.type === 'dtmf') expectTypeOf(frame.payload.dtmf).toEqualTypeOf<string>()
  if (frame.type === 'unknown') expectTypeOf(frame.raw.payload).toEqualTypeOf<object>()
  if (frame.type === 'invite') expectTypeOf(frame.payload.reconnect).toEqualTypeOf<string | undefined>()
  expectTypeOf<GatewayMessage['type']>().toEqualTypeOf<keyof GatewayPayloads>()
  expectTypeOf<ClientMessage['type']>().toEqualTypeOf<keyof ClientPayloads>()
  // @ts-expect-error a dtmf message has keys
  clientMessage('1.6', 'dtmf', { callsid })
  // @ts-expect-error an ack is never sent by a client
  clientMessage('1.6', 'ack', { acktype: 'message', callsid, voiceeventsid })
})

function stringifyOrNothing(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

function spliced(text: string, at: number, insert: string, cut: number): string {
  const start = at % (text.length + 1)
  return text.slice(0, start) + insert + text.slice(start + cut)
}
