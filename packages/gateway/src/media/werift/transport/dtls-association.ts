import { DtlsClient, DtlsServer, keyLength, saltLength } from 'werift'
import { ProtectionProfileAeadAes128Gcm, ProtectionProfileAes128CmHmacSha1_80, SrtcpSession, SrtpSession } from 'werift'
import type { DtlsSocket, Transport } from 'werift'
import type { Fingerprint } from '../../audio-description.js'
import type { DtlsCertificate } from './dtls-certificate.js'
import { DtlsHandshakeOrder } from './dtls-handshake-order.js'
import { provesIdentity } from './dtls-peer-proof.js'

/** What the handshake yields. */
export interface SrtpKeys {
  readonly rtp: SrtpSession
  readonly rtcp: SrtcpSession
}

/** What an association needs, and whom it tells. */
export interface DtlsAssociationOptions {
  /** `client` opens the handshake (a=setup:active). */
  readonly role: 'client' | 'server'
  readonly certificate: DtlsCertificate
  /** The device's own, from its description. */
  readonly fingerprints: readonly Fingerprint[]
  readonly send: (datagram: Buffer) => void
  readonly onKeys: (keys: SrtpKeys) => void
  /**
   * The device is not who it should be, or refuses.
   *
   * @param reason - one sentence
   */
  readonly onFailed: (reason: string) => void
}

/** GCM first: a packet takes half the time of AES-CM with HMAC-SHA1. */
const profiles = [ProtectionProfileAeadAes128Gcm, ProtectionProfileAes128CmHmacSha1_80]

/** Past every flight (RFC 6347 §4.2.4): werift's retransmission loops end at their next turn. */
const handshakeOver = Number.MAX_SAFE_INTEGER

const protectedHandshake = 22

/**
 * Whether a record may pass after the handshake: only a repeated last message, which asks for ours again. Anything else
 * could undo it, and is open to forgery: an alert closes werift's socket, an unprotected ClientHello makes it start anew.
 */
function isLastFlight(record: Buffer): boolean {
  return record.readUInt8(0) === protectedHandshake && record.readUInt16BE(3) !== 0
}

function deriveKeys(socket: DtlsSocket): SrtpKeys | undefined {
  const profile = socket.srtp.srtpProfile
  if (profile === undefined) return undefined
  const derived = socket.extractSessionKeys(keyLength(profile), saltLength(profile)) as Record<string, Buffer>
  const { localKey, localSalt, remoteKey, remoteSalt } = derived
  if (!localKey || !localSalt || !remoteKey || !remoteSalt) return undefined
  const keys = {
    localMasterKey: localKey,
    localMasterSalt: localSalt,
    remoteMasterKey: remoteKey,
    remoteMasterSalt: remoteSalt,
  }
  return { rtp: new SrtpSession({ keys, profile }), rtcp: new SrtcpSession({ keys, profile }) }
}

/**
 * The DTLS handshake that keys SRTP (RFC 5764). It goes on until it has keys, fails or is closed: whoever waits for the
 * keys must bound the wait.
 */
export class DtlsAssociation {
  readonly #options: DtlsAssociationOptions
  readonly #order = new DtlsHandshakeOrder()
  readonly #transport: Transport
  readonly #socket: DtlsSocket
  #state: 'handshake' | 'finished' | 'closed' = 'handshake'

  constructor(options: DtlsAssociationOptions) {
    this.#options = options
    this.#transport = {
      type: 'ice',
      address: { address: '', family: '', port: 0 },
      closed: false,
      onData: () => undefined,
      send: (datagram) => {
        if (this.#state !== 'closed') options.send(datagram)
        return Promise.resolve()
      },
      close: () => Promise.resolve(),
    }
    this.#socket = this.#start()
  }

  /** Take one DTLS datagram of the device. */
  receive(datagram: Buffer): void {
    for (const record of this.#order.receive(datagram)) {
      const isOfUse = this.#state === 'handshake' || (this.#state === 'finished' && isLastFlight(record))
      if (isOfUse) this.#transport.onData(record, ['', 0])
    }
  }

  /** Stop sending. */
  close(): void {
    this.#state = 'closed'
    this.#socket.dtls.flight = handshakeOver
  }

  #start(): DtlsSocket {
    const { certPem, privateKey, signatureHash } = this.#options.certificate.certificate
    const setup = {
      transport: this.#transport,
      srtpProfiles: [...profiles],
      cert: certPem,
      key: privateKey,
      signatureHash,
      extendedMasterSecret: true,
    }
    const isClient = this.#options.role === 'client'
    const socket = isClient ? new DtlsClient(setup) : new DtlsServer({ ...setup, certificateRequest: true })
    socket.onConnect.once(() => this.#finish())
    socket.onClose.subscribe(() => this.#fail('The device ended the DTLS handshake.'))
    // An error in between is not the end: werift reports one when a message of a flight is missing, and takes up the
    // flight again when the device repeats it.
    socket.onError.subscribe(() => undefined)
    if (socket instanceof DtlsClient) socket.connect().catch(() => undefined)
    return socket
  }

  #finish(): void {
    if (this.#state !== 'handshake') return
    const { role, fingerprints, onKeys } = this.#options
    if (!provesIdentity(this.#socket, role, fingerprints)) {
      this.#fail('The device could not prove that it holds the certificate of its session description.')
      return
    }
    const keys = deriveKeys(this.#socket)
    if (!keys) {
      this.#fail('The device and the gateway have no SRTP protection profile in common.')
      return
    }
    this.#state = 'finished'
    onKeys(keys)
  }

  #fail(reason: string): void {
    if (this.#state !== 'handshake') return
    this.close()
    this.#options.onFailed(reason)
  }
}
