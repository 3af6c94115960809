import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DtlsHandshakeOrder } from './dtls-handshake-order.js'

interface Part {
  readonly sequence: number
  readonly offset: number
  readonly body: Buffer
  readonly length: number
}

/** One handshake record; the message's type is its sequence number plus one. */
function record(parts: readonly Part[]): Buffer {
  const bodies = parts.map(({ sequence, offset, body, length }) => {
    const header = Buffer.alloc(12)
    header.writeUInt8(sequence + 1, 0)
    header.writeUIntBE(length, 1, 3)
    header.writeUInt16BE(sequence, 4)
    header.writeUIntBE(offset, 6, 3)
    header.writeUIntBE(body.length, 9, 3)
    return Buffer.concat([header, body])
  })
  return wrap(22, 0, Buffer.concat(bodies))
}

function wrap(type: number, epoch: number, content: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt8(type, 0)
  header.writeUInt16BE(0xfefd, 1)
  header.writeUInt16BE(epoch, 3)
  header.writeUInt16BE(content.length, 11)
  return Buffer.concat([header, content])
}

function whole(sequence: number, body: Buffer): Part {
  return { sequence, offset: 0, body, length: body.length }
}

/** Cut a message into fragments at some places. */
function cut(sequence: number, body: Buffer, places: readonly number[]): readonly Part[] {
  const ends = [...new Set([...places.map((place) => place % (body.length + 1)), body.length])].sort((a, b) => a - b)
  return ends.map((end, index) => {
    const offset = index === 0 ? 0 : (ends[index - 1] ?? 0)
    return { sequence, offset, body: body.subarray(offset, end), length: body.length }
  })
}

const message = fc.record({
  body: fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  places: fc.array(fc.nat(), { maxLength: 4 }),
})

/** Fragments in any order, with repetitions, some to a record and some to a datagram. */
const delivery = fc.array(message, { minLength: 1, maxLength: 6 }).chain((messages) => {
  const parts = messages.flatMap(({ body, places }, sequence) => cut(sequence, body, places))
  const shuffled = fc.shuffledSubarray([...parts, ...parts], { minLength: parts.length * 2 })
  return fc.record({ messages: fc.constant(messages), parts: shuffled, groups: fc.infiniteStream(fc.boolean()) })
})

test('whatever the order, the fragments and the repetitions, each message comes out whole, in turn and once', () => {
  fc.assert(
    fc.property(delivery, ({ messages, parts, groups }) => {
      const order = new DtlsHandshakeOrder()
      const datagrams = parts.reduce<Buffer[]>((all, part) => {
        const last = groups.next().value === true ? all.pop() : undefined
        return [...all, Buffer.concat([...(last ? [last] : []), record([part])])]
      }, [])
      const due = datagrams.flatMap((datagram) => order.receive(datagram))
      const expected = messages.map(({ body }, sequence) => record([whole(sequence, body)]))
      // Only the first message may come again, and only before the second.
      const firsts = due.findIndex((one) => expected[1]?.equals(one) === true)
      const head = firsts < 0 ? due : due.slice(0, firsts)
      expect(head.every((one) => expected[0]?.equals(one) === true)).toBe(true)
      expect([...due.slice(0, 1), ...due.slice(head.length)]).toEqual(expected)
    }),
  )
})

test('several messages in one record are taken apart', () => {
  const [hello, certificate] = [Buffer.from('hello'), Buffer.from('certificate')]
  const due = new DtlsHandshakeOrder().receive(record([whole(0, hello), whole(1, certificate)]))
  expect(due).toEqual([record([whole(0, hello)]), record([whole(1, certificate)])])
})

test('a first message that is repeated in fragments does not hold up the second', () => {
  const order = new DtlsHandshakeOrder()
  const hello = Buffer.from('client hello in two fragments')
  const [head, tail] = cut(0, hello, [10])
  const send = (part: Part | undefined): readonly Buffer[] => (part ? order.receive(record([part])) : [])
  expect([...send(head), ...send(tail)]).toEqual([record([whole(0, hello)])])
  expect(send(tail)).toEqual([])
  expect(order.receive(record([whole(1, hello)]))).toEqual([record([whole(1, hello)])])
})

test('protected records and those of other types pass as they are', () => {
  const finished = wrap(22, 1, Buffer.from('encrypted'))
  const changeCipherSpec = wrap(20, 0, Buffer.from([1]))
  const order = new DtlsHandshakeOrder()
  expect(order.receive(Buffer.concat([changeCipherSpec, finished]))).toEqual([changeCipherSpec, finished])
})

test('nothing that is sent can make it fail, or keep more than a few messages', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (datagrams) => {
      const order = new DtlsHandshakeOrder()
      for (const bytes of datagrams) order.receive(wrap(22, 0, Buffer.from(bytes)))
      for (const bytes of datagrams) order.receive(Buffer.from(bytes))
    }),
  )
  const order = new DtlsHandshakeOrder()
  expect(order.receive(record([{ sequence: 0, offset: 0, body: Buffer.alloc(0), length: 0xff_ffff }]))).toEqual([])
  expect(order.receive(record([whole(9, Buffer.from('far ahead'))]))).toEqual([])
})
