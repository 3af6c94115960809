import { expect, test } from 'vitest'
import { browserOffer } from './media.contract.js'
import { maxDescriptionLength, readAudioDescription } from './read-audio-description.js'

test("a browser's offer is read whole", () => {
  expect(readAudioDescription(browserOffer)).toEqual({
    sections: [{ kind: 'audio', protocol: 'UDP/TLS/RTP/SAVPF', formats: '111 63 9 0 8 13 110 126', mid: '0' }],
    audioIndex: 0,
    isBundled: true,
    ice: { ufrag: 'RovF', password: 'gyeyLUsQzCHMsK7bUU2ju24M' },
    fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
    setup: 'actpass',
    direction: 'sendrecv',
    payloadTypes: { opus: 111, pcmu: 0, 'telephone-event': 126 },
    opusMaxBitrate: undefined,
  })
})

test('credentials, fingerprint and part may stand in the session, and lines may end with a line feed alone', () => {
  const media = ['ice-ufrag:RovF', 'ice-pwd:gyeyLUsQzCHMsK7bUU2ju24M', 'setup:actpass']
  const lines = browserOffer.split('\r\n').filter((line) => !media.includes(line.slice(2)) && !line.includes('sha-256'))
  const fingerprint = /a=fingerprint.*/.exec(browserOffer)?.[0] ?? ''
  lines.splice(4, 0, ...media.map((attribute) => `a=${attribute}`), fingerprint)
  expect(readAudioDescription(lines.join('\n'))).toEqual(readAudioDescription(browserOffer))
})

test('payload type 0 is PCMU without a mapping', () => {
  const offer = browserOffer.replace('a=rtpmap:0 PCMU/8000\r\n', '')
  expect(readAudioDescription(offer).payloadTypes.pcmu).toBe(0)
})

test('a number that is mapped but not listed is not negotiated', () => {
  const offer = browserOffer.replace('111 63 9 0 8 13 110 126', '63 9 0')
  expect(readAudioDescription(offer).payloadTypes).toEqual({ pcmu: 0 })
})

test('telephone events count at 8000 Hz only', () => {
  const offer = browserOffer.replace('110 126', '110')
  expect(readAudioDescription(offer).payloadTypes).toEqual({ opus: 111, pcmu: 0 })
})

test.each([
  ['a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=16000', 16_000],
  ['a=fmtp:111 maxaveragebitrate=510000; minptime=10', 510_000],
  ['a=fmtp:111 maxaveragebitrate=5999', undefined],
  ['a=fmtp:111 maxaveragebitrate=600000', undefined],
  ['a=fmtp:63 maxaveragebitrate=16000', undefined],
])('%s gives a bit rate of %s', (line, bitrate) => {
  const offer = browserOffer.replace('a=fmtp:111 minptime=10;useinbandfec=1', line)
  expect(readAudioDescription(offer).opusMaxBitrate).toBe(bitrate)
})

test('a digest in lower case is the same digest, and weak ones beside it are passed over', () => {
  const offer = browserOffer.replace(/a=fingerprint:sha-256 (.*)/, (_line, digest: string) =>
    [`a=fingerprint:sha-1 ${'01:'.repeat(19)}01`, `a=fingerprint:SHA-256 ${digest.toLowerCase()}`].join('\r\n'),
  )
  expect(readAudioDescription(offer).fingerprints).toEqual(readAudioDescription(browserOffer).fingerprints)
})

test('a digest of the wrong length is none', () => {
  const offer = browserOffer.replace('sha-256 AB:', 'sha-256 ')
  expect(() => readAudioDescription(offer)).toThrow(expect.objectContaining({ code: 'bad-sdp' }) as Error)
})

test('a description that is too long is refused before it is read', () => {
  const offer = browserOffer.padEnd(maxDescriptionLength + 1, 'a')
  expect(() => readAudioDescription(offer)).toThrow(expect.objectContaining({ code: 'bad-sdp' }) as Error)
})
