import { randomBytes } from 'node:crypto'
import { ProtectionProfileAeadAes128Gcm, ProtectionProfileAes128CmHmacSha1_80, SrtpSession, saltLength } from 'werift'
import { expect, test } from 'vitest'
import { RtpInput } from './rtp-input.js'
import { protectRtp } from './srtp-codec.js'

const payloadTypes = { opus: 111, pcmu: 0, 'telephone-event': 126 }
const payload = Buffer.from('twenty ms of opus')

interface Line {
  readonly device: SrtpSession
  readonly input: RtpInput
  readonly keys: string[]
}

function openLine(profile: 1 | 7 = ProtectionProfileAeadAes128Gcm): Line {
  const [key, salt] = [randomBytes(16), randomBytes(saltLength(profile))]
  const keys = { localMasterKey: key, localMasterSalt: salt, remoteMasterKey: key, remoteMasterSalt: salt }
  const pressed: string[] = []
  const input = new RtpInput(new SrtpSession({ keys, profile }), payloadTypes, (digit) => pressed.push(digit))
  return { device: new SrtpSession({ keys, profile }), input, keys: pressed }
}

function protect(device: SrtpSession, index: number, changes: { ssrc?: number; payloadType?: number } = {}): Buffer {
  const header = { ssrc: 5, payloadType: 111, timestamp: index * 960, marker: false, ...changes }
  return protectRtp(device, { ...header, index }, payload)
}

test.each([
  ['AES-CM with HMAC-SHA1', ProtectionProfileAes128CmHmacSha1_80],
  ['AES-GCM', ProtectionProfileAeadAes128Gcm],
] as const)('a packet under %s comes out whole, with its wraps counted', (_name, profile) => {
  const { device, input } = openLine(profile)
  for (const index of [65_000, 65_535, 65_536, 66_000]) {
    const packet = input.receive(protect(device, index), 0)
    expect(packet).toMatchObject({ index, timestamp: index * 960, format: 'opus', clockRate: 48_000 })
    expect(packet?.payload).toEqual(payload)
  }
})

test('a device that was away for hundreds of packets around a wrap is understood again', () => {
  const { device, input } = openLine()
  expect(input.receive(protect(device, 65_300), 0)).toBeDefined()
  expect(input.receive(protect(device, 65_900), 0)).toBeDefined()
  expect(input.figures()).toMatchObject({ packets: 2, lost: 599, discarded: 0 })
})

test('a packet that was recorded and sent again is not taken', () => {
  const { device, input } = openLine()
  const recorded = protect(device, 100)
  expect(input.receive(recorded, 0)).toBeDefined()
  expect(input.receive(protect(device, 101), 0)).toBeDefined()
  expect(input.receive(recorded, 0)).toBeUndefined()
  expect(input.figures()).toMatchObject({ packets: 2, discarded: 1, lost: 0 })
})

test('forged, changed and truncated packets are not taken, and do not disturb the stream', () => {
  const { device, input } = openLine()
  expect(input.receive(protect(device, 100), 0)).toBeDefined()
  const genuine = protect(device, 101)
  for (let place = 0; place < genuine.length; place += 1) {
    const forged = Buffer.from(genuine)
    forged.writeUInt8(forged.readUInt8(place) ^ 0x01, place)
    expect(input.receive(forged, 0)).toBeUndefined()
    expect(input.receive(genuine.subarray(0, place), 0)).toBeUndefined()
  }
  expect(input.receive(genuine, 0)).toMatchObject({ index: 101 })
  expect(input.figures()).toMatchObject({ packets: 2, lost: 0 })
})

test('what was not negotiated is not passed on', () => {
  const { device, input } = openLine()
  expect(input.receive(protect(device, 100, { payloadType: 9 }), 0)).toBeUndefined()
  input.setPayloadTypes({ pcmu: 9 })
  expect(input.receive(protect(device, 101, { payloadType: 9 }), 0)).toMatchObject({ format: 'pcmu' })
})

test('a device may begin a new stream, which is another source', () => {
  const { device, input } = openLine()
  const first = input.receive(protect(device, 100, { ssrc: 5 }), 0)
  const second = input.receive(protect(device, 7, { ssrc: 6 }), 0)
  expect(second?.source).not.toBe(first?.source)
  expect(input.reports()).toMatchObject([{ ssrc: 6, report: { highestSequence: 7 } }])
  expect(input.figures().lost).toBe(0)
})

test('the four sources heard last are remembered; of the others only what they lost', () => {
  const { device, input } = openLine()
  const hear = (ssrc: number, index: number): boolean =>
    input.receive(protect(device, index, { ssrc }), 0) !== undefined
  for (const ssrc of [1, 2, 3, 4]) expect([hear(ssrc, 100), hear(ssrc, 102)]).toEqual([true, true])
  expect(hear(1, 103)).toBe(true)
  expect(hear(5, 100)).toBe(true)
  expect(input.figures().lost).toBe(4)
  // What comes again is told from what is new, but of the source that was forgotten.
  expect([1, 3, 4, 5].map((ssrc) => hear(ssrc, 100))).toEqual([false, false, false, false])
  expect(hear(2, 100)).toBe(true)
  expect(input.figures().lost).toBe(4)
})

test('the first audio after a press whose ends were lost ends it', () => {
  const { device, input, keys } = openLine()
  const header = { ssrc: 5, payloadType: 126, timestamp: 960, marker: true, index: 1 }
  input.receive(protectRtp(device, header, Buffer.from([4, 0x0a, 0, 160])), 0)
  expect(keys).toEqual([])
  input.receive(protect(device, 2), 0)
  expect(keys).toEqual(['4'])
})
