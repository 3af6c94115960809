import type {
  AudioDescription,
  Direction,
  Fingerprint,
  IceCredentials,
  PayloadTypes,
  SectionOutline,
  SetupRole,
} from './audio-description.js'

/** An address at which the gateway can be reached. */
export interface HostCandidate {
  /** IPv4 or IPv6, without brackets and zone. */
  readonly address: string
  readonly port: number
}

/** What the gateway says of itself. */
export interface LocalAudio {
  /** Decimal, the same for every description of one endpoint (RFC 8866 §5.2). */
  readonly sessionId: string
  /** Counts the descriptions of one endpoint, from 0. */
  readonly version: number
  readonly ice: IceCredentials
  readonly fingerprint: Fingerprint
  readonly setup: SetupRole
  readonly direction: Direction
  readonly payloadTypes: PayloadTypes
  readonly opusMaxBitrate: number | undefined
  /** Best first; at least one. */
  readonly candidates: readonly HostCandidate[]
  readonly ssrc: number
  readonly cname: string
}

/** Where the audio section stands among the others. */
export type SectionLayout = Pick<AudioDescription, 'sections' | 'audioIndex' | 'isBundled'>

/** The layout of an offer of ours: one audio section. */
export const offerLayout: SectionLayout = {
  sections: [{ kind: 'audio', protocol: 'UDP/TLS/RTP/SAVPF', formats: '', mid: '0' }],
  audioIndex: 0,
  isBundled: true,
}

const hostTypePreference = 126
const rtpComponent = 1

/** RFC 8445 §5.1.2.1; the local preference falls along the list. */
function candidatePriority(place: number): number {
  return hostTypePreference * 2 ** 24 + (65_535 - place) * 2 ** 8 + (256 - rtpComponent)
}

function addressType(address: string): string {
  return address.includes(':') ? 'IP6' : 'IP4'
}

function candidateLines(candidates: readonly HostCandidate[]): readonly string[] {
  return candidates.map(
    ({ address, port }, place) =>
      `a=candidate:${place + 1} ${rtpComponent} udp ${candidatePriority(place)} ${address} ${port} typ host`,
  )
}

function formatLines({ payloadTypes, opusMaxBitrate }: LocalAudio): readonly string[] {
  const { opus, pcmu, 'telephone-event': telephoneEvent } = payloadTypes
  const lines: string[] = []
  if (opus !== undefined) {
    const bitrate = opusMaxBitrate === undefined ? '' : `;maxaveragebitrate=${opusMaxBitrate}`
    lines.push(`a=rtpmap:${opus} opus/48000/2`, `a=fmtp:${opus} minptime=10;useinbandfec=1${bitrate}`)
  }
  if (pcmu !== undefined) lines.push(`a=rtpmap:${pcmu} PCMU/8000`)
  if (telephoneEvent !== undefined) {
    lines.push(`a=rtpmap:${telephoneEvent} telephone-event/8000`, `a=fmtp:${telephoneEvent} 0-16`)
  }
  return [...lines, 'a=ptime:20', 'a=maxptime:20']
}

function audioLines(audio: LocalAudio, { protocol, mid }: SectionOutline): readonly string[] {
  const { opus, pcmu, 'telephone-event': telephoneEvent } = audio.payloadTypes
  const numbers = [opus, pcmu, telephoneEvent].filter((number) => number !== undefined)
  const [best = { address: '0.0.0.0', port: 9 }] = audio.candidates
  return [
    `m=audio ${best.port} ${protocol} ${numbers.join(' ')}`,
    `c=IN ${addressType(best.address)} ${best.address}`,
    ...candidateLines(audio.candidates),
    'a=end-of-candidates',
    `a=ice-ufrag:${audio.ice.ufrag}`,
    `a=ice-pwd:${audio.ice.password}`,
    `a=fingerprint:${audio.fingerprint.algorithm} ${audio.fingerprint.value}`,
    `a=setup:${audio.setup}`,
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    `a=${audio.direction}`,
    'a=rtcp-mux',
    ...formatLines(audio),
    `a=msid:${audio.cname} audio`,
    `a=ssrc:${audio.ssrc} cname:${audio.cname}`,
  ]
}

/** RFC 3264 §6: a refused section keeps its place, with port 0. */
function refusedLines({ kind, protocol, formats, mid }: SectionOutline): readonly string[] {
  return [
    `m=${kind} 0 ${protocol} ${formats}`,
    'c=IN IP4 0.0.0.0',
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    'a=inactive',
  ]
}

/**
 * Write an offer, or an answer to the description that has the layout given. Every candidate is inside it: the official
 * clients know no message for later ones.
 */
export function writeAudioDescription(audio: LocalAudio, layout: SectionLayout = offerLayout): string {
  const mid = layout.sections[layout.audioIndex]?.mid
  const lines = [
    'v=0',
    `o=ringdown ${audio.sessionId} ${audio.version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    ...(layout.isBundled && mid !== undefined ? [`a=group:BUNDLE ${mid}`] : []),
    `a=msid-semantic: WMS ${audio.cname}`,
    'a=ice-lite',
    ...layout.sections.flatMap((section, index) =>
      index === layout.audioIndex ? audioLines(audio, section) : refusedLines(section),
    ),
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** The direction that answers the one offered (RFC 3264 §6.1). */
export function answeringDirection(offered: Direction): Direction {
  switch (offered) {
    case 'sendrecv':
    case 'inactive':
      return offered
    case 'sendonly':
      return 'recvonly'
    case 'recvonly':
      return 'sendonly'
  }
}
