/** Record header (RFC 6347 §4.1): type 1, version 2, epoch 2, sequence 6, length 2. */
const recordHeaderBytes = 13
const handshakeRecord = 22
const dtls12 = 0xfefd
/** Handshake header (RFC 6347 §4.2.2): type 1, length 3, message sequence 2, fragment offset 3, fragment length 3. */
const handshakeHeaderBytes = 12

/** Bounds of what is kept for later: no handshake has more messages, and no certificate of a browser is longer. */
const limits = { messagesAhead: 8, messageBytes: 16_384 } as const

interface Fragment {
  readonly type: number
  readonly length: number
  readonly sequence: number
  readonly offset: number
  readonly body: Buffer
}

/** A message of which some bytes have come. */
class PartialMessage {
  readonly #type: number
  readonly #body: Buffer
  readonly #isMissing: Uint8Array

  constructor({ type, length }: Fragment) {
    this.#type = type
    this.#body = Buffer.alloc(length)
    this.#isMissing = new Uint8Array(length).fill(1)
  }

  get isComplete(): boolean {
    return !this.#isMissing.includes(1)
  }

  add({ type, length, offset, body }: Fragment): void {
    if (type !== this.#type || length !== this.#body.length || offset + body.length > length) return
    body.copy(this.#body, offset)
    this.#isMissing.fill(0, offset, offset + body.length)
  }

  /** The message as one record in one fragment. */
  toRecord(sequence: number): Buffer {
    const header = Buffer.alloc(recordHeaderBytes + handshakeHeaderBytes)
    header.writeUInt8(handshakeRecord, 0)
    header.writeUInt16BE(dtls12, 1)
    header.writeUInt16BE(handshakeHeaderBytes + this.#body.length, 11)
    header.writeUInt8(this.#type, 13)
    header.writeUIntBE(this.#body.length, 14, 3)
    header.writeUInt16BE(sequence, 17)
    header.writeUIntBE(this.#body.length, 22, 3)
    return Buffer.concat([header, this.#body])
  }
}

function readFragments(bytes: Buffer): readonly Fragment[] {
  const fragments: Fragment[] = []
  for (let start = 0; start + handshakeHeaderBytes <= bytes.length;) {
    const bodyStart = start + handshakeHeaderBytes
    const bodyEnd = bodyStart + bytes.readUIntBE(start + 9, 3)
    if (bodyEnd > bytes.length) break
    fragments.push({
      type: bytes.readUInt8(start),
      length: bytes.readUIntBE(start + 1, 3),
      sequence: bytes.readUInt16BE(start + 4),
      offset: bytes.readUIntBE(start + 6, 3),
      body: bytes.subarray(bodyStart, bodyEnd),
    })
    start = bodyEnd
  }
  return fragments
}

function readRecords(datagram: Buffer): readonly Buffer[] {
  const records: Buffer[] = []
  for (let start = 0; start + recordHeaderBytes <= datagram.length;) {
    const end = start + recordHeaderBytes + datagram.readUInt16BE(start + 11)
    if (end > datagram.length) break
    records.push(datagram.subarray(start, end))
    start = end
  }
  return records
}

/**
 * Puts the unprotected messages of a handshake in order: whole, in sequence, and once (RFC 6347 §4.2.2). werift 0.24
 * takes messages as they come, and derives other keys than the device if one overtakes another or is repeated: without
 * this, one lost packet in seven cost one handshake in fifteen.
 */
export class DtlsHandshakeOrder {
  readonly #partial = new Map<number, PartialMessage>()
  #next = 0

  /** Take a datagram; what is due is returned, record by record. Protected and other records pass unchanged. */
  receive(datagram: Buffer): readonly Buffer[] {
    return readRecords(datagram).flatMap((record) => {
      const isProtected = record.readUInt16BE(3) !== 0
      if (isProtected || record.readUInt8(0) !== handshakeRecord) return [record]
      return readFragments(record.subarray(recordHeaderBytes)).flatMap((fragment) => this.#add(fragment))
    })
  }

  #add(fragment: Fragment): readonly Buffer[] {
    const { sequence, length } = fragment
    // A server asks for the first message again, with a cookie; if that request is lost, the device repeats the first.
    const isRepeatedHello = sequence === 0 && this.#next === 1
    const isAwaited = sequence >= this.#next && sequence <= this.#next + limits.messagesAhead
    if (length > limits.messageBytes || !(isAwaited || isRepeatedHello)) return []
    const partial = this.#partial.get(sequence) ?? new PartialMessage(fragment)
    this.#partial.set(sequence, partial)
    partial.add(fragment)
    return isRepeatedHello ? this.#take(0) : this.#takeDue()
  }

  #takeDue(): readonly Buffer[] {
    const due = [...this.#take(this.#next)]
    for (let taken = due; taken.length > 0;) {
      this.#next += 1
      taken = [...this.#take(this.#next)]
      due.push(...taken)
    }
    return due
  }

  #take(sequence: number): readonly Buffer[] {
    const message = this.#partial.get(sequence)
    if (message?.isComplete !== true) return []
    this.#partial.delete(sequence)
    return [message.toRecord(sequence)]
  }
}
