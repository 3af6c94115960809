import { randomBytes } from 'node:crypto'
import { ProtectionProfileAeadAes128Gcm, SrtcpSession, SrtpSession, saltLength } from 'werift'
import type { RtpHeader } from 'werift'
import { expect, test } from 'vitest'
import { clockRates } from '../../audio-description.js'
import type { AudioFormat } from '../../audio-description.js'
import { readKeySequence } from '../../audio/key-sequence.js'
import { KeyQueue } from './key-queue.js'
import { RtpSession } from './rtp-session.js'
import { unprotectRtp } from './srtp-codec.js'

const payloadTypes = { opus: 111, pcmu: 0, 'telephone-event': 126 }

interface Line {
  readonly session: RtpSession
  /** Headers of the RTP that the device was sent. */
  readonly heard: readonly RtpHeader[]
  readonly keys: KeyQueue
  /** So many beats of 20 ms; before each, what the far device says. */
  readonly beat: (count: number, speak?: () => void) => void
  /** Relay the next packet of the far device. */
  readonly relay: (format: AudioFormat) => boolean
}

function openLine(): Line {
  const profile = ProtectionProfileAeadAes128Gcm
  const [key, salt] = [randomBytes(16), randomBytes(saltLength(profile))]
  const master = { localMasterKey: key, localMasterSalt: salt, remoteMasterKey: key, remoteMasterSalt: salt }
  const rtp = new SrtpSession({ keys: master, profile })
  const keys = new KeyQueue()
  const heard: RtpHeader[] = []
  let nowMs = 1_000_000
  const session = new RtpSession({
    srtp: { rtp, rtcp: new SrtcpSession({ keys: master, profile }) },
    start: { ssrc: 7, index: 100, timestamp: 5_000 },
    cname: '0123456789abcdef',
    payloadTypes: { receive: payloadTypes, send: payloadTypes },
    keys,
    clock: { now: () => nowMs, after: () => () => undefined },
    send: (datagram) => {
      const packet = unprotectRtp(rtp, datagram, datagram.readUInt16BE(2))
      if (packet) heard.push(packet.header)
    },
    onKey: () => undefined,
  })
  const farDevice = {}
  let index = 0
  return {
    ...{ session, heard, keys },
    beat: (count, speak) => {
      for (let beats = 0; beats < count; beats += 1) {
        speak?.()
        nowMs += 20
        session.beat(speak === undefined)
      }
    },
    relay: (format) => {
      index += 1
      const clockRate = clockRates[format]
      const timestamp = (index * clockRate) / 50
      const payload = Buffer.from([5, 0x0a, 0, 160])
      return session.relay({ source: farDevice, index, timestamp, clockRate, format, marker: false, payload })
    },
  }
}

const isKey = ({ payloadType }: RtpHeader): boolean => payloadType === payloadTypes['telephone-event']

test('a key of ours waits until the one that the far device presses is over', () => {
  const { heard, keys, beat, relay } = openLine()
  keys.add(readKeySequence('1'))
  beat(20, () => relay('telephone-event'))
  expect(heard.filter(({ marker }) => marker)).toEqual([])
  expect(heard).toHaveLength(20)
  beat(7, () => undefined)
  expect(heard).toHaveLength(20)
  beat(10, () => undefined)
  expect(heard.slice(20).map(({ marker }) => marker)).toEqual([true, ...new Array<boolean>(9).fill(false)])
})

test('while a key of ours sounds nothing is relayed, and afterwards everything', () => {
  const { keys, beat, relay } = openLine()
  const relayed: boolean[] = []
  const speak = (): void => void relayed.push(relay('opus'))
  beat(20, speak)
  keys.add(readKeySequence('1'))
  beat(20, speak)
  // The key begins with the beat after the packet, and its end is told for the last time with the tenth.
  expect(relayed.lastIndexOf(true)).toBe(39)
  expect(relayed.flatMap((isRelayed, place) => (isRelayed ? [] : [place]))).toEqual([
    21, 22, 23, 24, 25, 26, 27, 28, 29,
  ])
})

test.each(['opus', 'pcmu'] as const)('among %s a key stands in the time of the audio around it', (format) => {
  const { heard, keys, beat, relay } = openLine()
  beat(15, () => relay(format))
  keys.add(readKeySequence('1'))
  beat(15, () => relay(format))
  const [first, last] = [heard.findIndex(isKey), heard.findLastIndex(isKey)]
  const timeAt = (place: number): number => heard[place]?.timestamp ?? Number.NaN
  const millisecond = clockRates[format] / 1_000
  expect(timeAt(first) - timeAt(first - 1)).toBe(20 * millisecond)
  expect(timeAt(last)).toBe(timeAt(first))
  expect(timeAt(last + 1) - timeAt(first)).toBe(200 * millisecond - 20 * millisecond)
})

test('a device that pauses for more than half a second is filled in for, by silence and not before', () => {
  const { heard, beat, relay } = openLine()
  beat(5, () => relay('opus'))
  beat(24, () => undefined)
  expect(heard).toHaveLength(5)
  beat(2, () => undefined)
  expect(heard.slice(5).map(({ payloadType }) => payloadType)).toEqual([0, 0])
})
