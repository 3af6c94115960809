import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AudioFormat, PayloadTypes } from './audio-description.js'
import { readAudioDescription } from './read-audio-description.js'
import { offerLayout, writeAudioDescription } from './write-audio-description.js'
import type { LocalAudio } from './write-audio-description.js'

const local: LocalAudio = {
  sessionId: '42',
  version: 3,
  ice: { ufrag: 'abcd', password: '0123456789abcdef012345' },
  fingerprint: { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '0F').join(':') },
  setup: 'passive',
  direction: 'sendrecv',
  payloadTypes: { opus: 107, pcmu: 0, 'telephone-event': 101 },
  opusMaxBitrate: 24_000,
  candidates: [
    { address: '203.0.113.5', port: 10_000 },
    { address: '2001:db8::5', port: 10_000 },
  ],
  ssrc: 7,
  cname: 'name',
}

const payloadTypes: fc.Arbitrary<PayloadTypes> = fc
  .uniqueArray(fc.integer({ min: 96, max: 127 }), { minLength: 3, maxLength: 3 })
  .chain(([opus, pcmu, telephoneEvent]) =>
    fc
      .subarray<[AudioFormat, number | undefined]>([
        ['opus', opus],
        ['pcmu', pcmu],
        ['telephone-event', telephoneEvent],
      ])
      .filter((entries) => entries.some(([format]) => format !== 'telephone-event'))
      .map((entries) => Object.fromEntries(entries)),
  )

test('what is written is read back', () => {
  fc.assert(
    fc.property(
      payloadTypes,
      fc.constantFrom('sendrecv', 'sendonly', 'recvonly', 'inactive'),
      fc.option(fc.integer({ min: 6_000, max: 510_000 }), { nil: undefined }),
      (negotiated, direction, bitrate) => {
        const opusMaxBitrate = negotiated.opus === undefined ? undefined : bitrate
        const sdp = writeAudioDescription({ ...local, payloadTypes: negotiated, direction, opusMaxBitrate })
        expect(readAudioDescription(sdp)).toMatchObject({
          isBundled: true,
          ice: local.ice,
          fingerprints: [local.fingerprint],
          setup: 'passive',
          direction,
          payloadTypes: negotiated,
          opusMaxBitrate,
        })
      },
    ),
  )
})

test('the first candidate is the best, and each says which family it is of', () => {
  const lines = writeAudioDescription(local).split('\r\n')
  expect(lines.filter((line) => line.startsWith('a=candidate:'))).toEqual([
    'a=candidate:1 1 udp 2130706431 203.0.113.5 10000 typ host',
    'a=candidate:2 1 udp 2130706175 2001:db8::5 10000 typ host',
  ])
  expect(lines).toContain('m=audio 10000 UDP/TLS/RTP/SAVPF 107 0 101')
  expect(lines).toContain('c=IN IP4 203.0.113.5')
})

test('an IPv6 gateway says so in its connection line', () => {
  const sdp = writeAudioDescription({ ...local, candidates: local.candidates.slice(1) })
  expect(sdp).toContain('\r\nc=IN IP6 2001:db8::5\r\n')
})

test('a section that was not bundled is not bundled in the answer', () => {
  expect(writeAudioDescription(local, { ...offerLayout, isBundled: false })).not.toContain('BUNDLE')
})
