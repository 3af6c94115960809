import type { Fingerprint, IceCredentials } from '../../audio-description.js'
import { MediaError } from '../../media.js'
import type { HostCandidate } from '../../write-audio-description.js'
import { DtlsAssociation } from './dtls-association.js'
import type { SrtpKeys } from './dtls-association.js'
import type { DtlsCertificate } from './dtls-certificate.js'
import { EndpointSocket } from './endpoint-socket.js'
import type { NetworkPath } from './endpoint-socket.js'
import { IceLiteAgent } from './ice-lite-agent.js'
import type { PortPool } from './port-pool.js'

/** What every transport of an engine shares. */
export interface TransportSettings {
  readonly pool: PortPool
  readonly certificate: DtlsCertificate
  /** The addresses to bind to at this moment. */
  readonly hostAddresses: () => readonly string[]
  /** What candidates say instead; empty: the addresses bound to. */
  readonly announcedAddresses: readonly string[]
}

/** Whom a transport tells. */
export interface TransportListener {
  /** The device proved that it is there. */
  readonly onCheck: () => void
  readonly onKeys: (keys: SrtpKeys) => void
  /** An SRTP datagram, not authenticated yet. */
  readonly onRtp: (datagram: Buffer) => void
  /** An SRTCP datagram, not authenticated yet. */
  readonly onRtcp: (datagram: Buffer) => void
  /** @param reason - one sentence */
  readonly onFailed: (reason: string) => void
}

/** What a device's description says of its end. */
export interface RemoteEnd {
  /** The gateway's part in the handshake. */
  readonly role: 'client' | 'server'
  readonly fingerprints: readonly Fingerprint[]
}

/** First bytes of the protocols that share the port (RFC 7983 §7). */
const lastStun = 3
const dtlsRange = [20, 63] as const
const rtpRange = [128, 191] as const
/** Second bytes of RTCP among RTP (RFC 5761 §4). */
const rtcpRange = [192, 223] as const

function isWithin(byte: number | undefined, [first, last]: readonly [number, number]): boolean {
  return byte !== undefined && byte >= first && byte <= last
}

/** ICE, DTLS and the socket of one endpoint. */
export class PeerTransport {
  readonly #settings: TransportSettings
  readonly #listener: TransportListener
  readonly #ice: IceLiteAgent
  #socket: EndpointSocket | undefined
  #remote: RemoteEnd | undefined
  #dtls: DtlsAssociation | undefined
  #isClosed = false

  constructor(settings: TransportSettings, credentials: IceCredentials, listener: TransportListener) {
    this.#settings = settings
    this.#listener = listener
    this.#ice = new IceLiteAgent(credentials, () => this.#handshake())
  }

  /** The credentials for the next description. */
  get credentials(): IceCredentials {
    return this.#ice.credentials
  }

  /** The certificate's fingerprint for the descriptions. */
  get fingerprint(): Fingerprint {
    return this.#settings.certificate.fingerprint
  }

  /**
   * Bind, and tell where.
   *
   * @throws MediaError with code `no-port` or `closed`
   */
  async open(): Promise<readonly HostCandidate[]> {
    const { pool, hostAddresses, announcedAddresses } = this.#settings
    const addresses = hostAddresses()
    const socket = await EndpointSocket.open(addresses, pool, (datagram, path) => this.#receive(datagram, path))
    if (this.#isClosed) {
      await socket.close()
      throw new MediaError('closed', 'The media endpoint was closed while its port was being bound.')
    }
    this.#socket = socket
    const announced = announcedAddresses.length > 0 ? announcedAddresses : addresses
    return announced.map((address) => ({ address, port: socket.port }))
  }

  /** Take what the device said of its end; the handshake begins as soon as there is a path. */
  setRemote(remote: RemoteEnd): void {
    this.#remote = remote
    this.#handshake()
  }

  /** Expect checks with new credentials; path and handshake stay. */
  restart(credentials: IceCredentials): void {
    this.#ice.restart(credentials)
  }

  /** Send along the path that the device chose; lost if there is none. */
  readonly send = (datagram: Buffer): void => {
    if (this.#ice.path) this.#socket?.send(datagram, this.#ice.path)
  }

  /** Stop the handshake and close the socket. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#dtls?.close()
    await this.#socket?.close()
  }

  #receive(datagram: Buffer, path: NetworkPath): void {
    if (this.#isClosed) return
    const [first, second] = datagram
    if (isWithin(first, rtpRange)) {
      if (isWithin(second, rtcpRange)) this.#listener.onRtcp(datagram)
      else this.#listener.onRtp(datagram)
    } else if (isWithin(first, dtlsRange)) {
      if (this.#ice.isSelected(path)) this.#dtls?.receive(datagram)
    } else if (first !== undefined && first <= lastStun) {
      this.#answerCheck(datagram, path)
    }
  }

  #answerCheck(datagram: Buffer, path: NetworkPath): void {
    const outcome = this.#ice.receive(datagram, path)
    if (!outcome) return
    this.#socket?.send(outcome.response, path)
    if (outcome.isCheck) this.#listener.onCheck()
  }

  #handshake(): void {
    if (this.#dtls || this.#isClosed || !this.#remote || !this.#ice.path) return
    const { certificate } = this.#settings
    const { onKeys, onFailed } = this.#listener
    this.#dtls = new DtlsAssociation({ ...this.#remote, certificate, send: this.send, onKeys, onFailed })
  }
}
