import { clockRates } from './audio-description.js'
import type {
  AudioDescription,
  AudioFormat,
  Direction,
  Fingerprint,
  IceCredentials,
  PayloadTypes,
  SectionOutline,
  SetupRole,
} from './audio-description.js'
import { MediaError } from './media.js'

/** Longest description that is read, in characters. A browser's audio offer has about 2,000. */
export const maxDescriptionLength = 65_536

interface Attribute {
  readonly name: string
  readonly value: string
}

interface Section {
  readonly line: string
  readonly attributes: readonly Attribute[]
}

const mediaLine = /^([a-z]+) (\d{1,5})(?:\/\d{1,5})? ([A-Za-z/]+) (.+)$/
const iceUfrag = /^[A-Za-z0-9+/]{4,256}$/
const icePassword = /^[A-Za-z0-9+/]{22,256}$/
const digestBytes = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const
const directions: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] satisfies Direction[]
const setupRoles: readonly string[] = ['actpass', 'active', 'passive'] satisfies SetupRole[]

function badSdp(message: string): MediaError {
  return new MediaError('bad-sdp', `The session description cannot be used: ${message}.`)
}

function attributeOf(line: string): Attribute {
  const colon = line.indexOf(':')
  return colon < 0
    ? { name: line.slice(2), value: '' }
    : { name: line.slice(2, colon), value: line.slice(colon + 1).trim() }
}

/** The first section is the session itself, the others are media sections. */
function splitSections(text: string): readonly Section[] {
  const sections: { line: string; attributes: Attribute[] }[] = [{ line: '', attributes: [] }]
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.startsWith('m=')) sections.push({ line: line.slice(2), attributes: [] })
    else if (line.startsWith('a=')) sections.at(-1)?.attributes.push(attributeOf(line))
  }
  return sections
}

function valuesOf(section: Section, name: string): readonly string[] {
  return section.attributes.filter((attribute) => attribute.name === name).map(({ value }) => value)
}

/** A media section's own value, else the session's (RFC 8866 §5.13). */
function inherited(media: Section, session: Section, name: string): string | undefined {
  return valuesOf(media, name)[0] ?? valuesOf(session, name)[0]
}

function outline(section: Section): SectionOutline & { readonly port: number } {
  const match = mediaLine.exec(section.line)
  if (!match) throw badSdp('a line m= has no kind, port, protocol and formats')
  const [, kind = '', port = '', protocol = '', formats = ''] = match
  return { kind, port: Number(port), protocol, formats, mid: valuesOf(section, 'mid')[0] }
}

function readIce(media: Section, session: Section): IceCredentials {
  const ufrag = inherited(media, session, 'ice-ufrag') ?? ''
  const password = inherited(media, session, 'ice-pwd') ?? ''
  if (!iceUfrag.test(ufrag)) throw badSdp('a=ice-ufrag is missing or malformed')
  if (!icePassword.test(password)) throw badSdp('a=ice-pwd is missing or malformed')
  return { ufrag, password }
}

function isDigestAlgorithm(name: string): name is Fingerprint['algorithm'] {
  return Object.hasOwn(digestBytes, name)
}

/** Digests that are no longer trusted (SHA-1, MD5) are passed over, as RFC 8122 §5 allows. */
function readFingerprints(media: Section, session: Section): readonly Fingerprint[] {
  const own = valuesOf(media, 'fingerprint')
  const lines = own.length > 0 ? own : valuesOf(session, 'fingerprint')
  const fingerprints = lines.flatMap((line): readonly Fingerprint[] => {
    const [name = '', value = ''] = line.split(/\s+/)
    const algorithm = name.toLowerCase()
    if (!isDigestAlgorithm(algorithm)) return []
    const bytes = /^[0-9a-f]{2}(:[0-9a-f]{2})*$/i.test(value) ? value.split(':').length : 0
    return bytes === digestBytes[algorithm] ? [{ algorithm, value: value.toUpperCase() }] : []
  })
  if (fingerprints.length === 0) throw badSdp('a=fingerprint with sha-256, sha-384 or sha-512 is missing or malformed')
  return fingerprints
}

function readSetup(media: Section, session: Section): SetupRole {
  const setup = inherited(media, session, 'setup') ?? ''
  if (!setupRoles.includes(setup)) throw badSdp('a=setup is missing or unknown')
  return setup as SetupRole
}

function readDirection(media: Section, session: Section): Direction {
  const found = [...media.attributes, ...session.attributes].find(({ name }) => directions.includes(name))
  return (found?.name ?? 'sendrecv') as Direction
}

function formatNamed(encoding: string): AudioFormat | undefined {
  switch (encoding.toLowerCase()) {
    case 'opus/48000/2':
      return 'opus'
    case 'pcmu/8000':
    case 'pcmu/8000/1':
      return 'pcmu'
    case `telephone-event/${clockRates['telephone-event']}`:
    case `telephone-event/${clockRates['telephone-event']}/1`:
      return 'telephone-event'
    default:
      return undefined
  }
}

function readPayloadTypes(media: Section, formats: string): PayloadTypes {
  const listed = new Set(formats.split(/\s+/))
  const payloadTypes: Partial<Record<AudioFormat, number>> = {}
  for (const line of valuesOf(media, 'rtpmap')) {
    const [, number = '', encoding = ''] = /^(\d{1,3})\s+(\S+)$/.exec(line) ?? []
    const format = listed.has(number) && Number(number) < 128 ? formatNamed(encoding) : undefined
    if (format !== undefined) payloadTypes[format] ??= Number(number)
  }
  // RFC 3551 §6: payload type 0 is PCMU without a mapping.
  if (listed.has('0') && !valuesOf(media, 'rtpmap').some((line) => line.startsWith('0 '))) payloadTypes.pcmu ??= 0
  return payloadTypes
}

function readOpusMaxBitrate(media: Section, opus: number | undefined): number | undefined {
  const parameters = valuesOf(media, 'fmtp').find((line) => line.startsWith(`${opus ?? ''} `))
  const bitrate = Number(/(?:^|[ ;])maxaveragebitrate=(\d{1,6})(?:$|[ ;])/.exec(parameters ?? '')?.[1])
  return bitrate >= 6_000 && bitrate <= 510_000 ? bitrate : undefined
}

function isBundled(session: Section, mid: string | undefined): boolean {
  return (
    mid !== undefined &&
    valuesOf(session, 'group').some((group) => {
      const [semantics, ...mids] = group.split(/\s+/)
      return semantics === 'BUNDLE' && mids.includes(mid)
    })
  )
}

/**
 * Read the audio section of a session description (RFC 8866, RFC 9429).
 *
 * @param sdp - what a device sent
 * @throws MediaError with code `bad-sdp` if it cannot be used, `no-codec` if it has no audio, or neither Opus nor PCMU
 */
export function readAudioDescription(sdp: string): AudioDescription {
  if (sdp.length > maxDescriptionLength) throw badSdp(`it has more than ${maxDescriptionLength} characters`)
  if (!sdp.startsWith('v=0')) throw badSdp('it does not begin with v=0')
  const [session, ...media] = splitSections(sdp)
  if (!session) throw badSdp('it is empty')
  const outlines = media.map(outline)
  const audioIndex = outlines.findIndex(({ kind, port }) => kind === 'audio' && port !== 0)
  const audio = media[audioIndex]
  const audioOutline = outlines[audioIndex]
  if (!audio || !audioOutline) throw new MediaError('no-codec', 'The session description has no audio section in use.')
  const payloadTypes = readPayloadTypes(audio, audioOutline.formats)
  if (payloadTypes.opus === undefined && payloadTypes.pcmu === undefined) {
    throw new MediaError('no-codec', 'The session description has neither Opus nor PCMU; offer at least one of them.')
  }
  if (valuesOf(audio, 'rtcp-mux').length === 0) throw badSdp('a=rtcp-mux is missing')
  return {
    sections: outlines.map(({ kind, protocol, formats, mid }) => ({ kind, protocol, formats, mid })),
    audioIndex,
    isBundled: isBundled(session, audioOutline.mid),
    ice: readIce(audio, session),
    fingerprints: readFingerprints(audio, session),
    setup: readSetup(audio, session),
    direction: readDirection(audio, session),
    payloadTypes,
    opusMaxBitrate: readOpusMaxBitrate(audio, payloadTypes.opus),
  }
}
