import { X509Certificate, createHash, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { DtlsSocket } from 'werift'
import type { Fingerprint } from '../../audio-description.js'

type Handshake = DtlsSocket['dtls']['sortedHandshakeCache'][number]

/** Handshake types (RFC 5246 §7.4). */
const handshakeType = { serverKeyExchange: 12, certificateVerify: 15, clientKeyExchange: 16 } as const

/** Signature schemes (RFC 8446 §4.2.3) of the certificates that browsers make for WebRTC. */
const ecdsaP256Sha256 = 0x0403
const rsaPkcs1Sha256 = 0x0401
const namedCurve = 3

function isSigned(key: KeyObject, scheme: number, signed: Buffer, signature: Buffer): boolean {
  const expected = key.asymmetricKeyType === 'ec' ? ecdsaP256Sha256 : rsaPkcs1Sha256
  return scheme === expected && verify('sha256', signed, key, signature)
}

/** A digitally-signed element (RFC 5246 §4.7): scheme, length, signature. */
function readSigned(bytes: Buffer): { readonly scheme: number; readonly signature: Buffer } {
  return { scheme: bytes.readUInt16BE(0), signature: bytes.subarray(4, 4 + bytes.readUInt16BE(2)) }
}

function find(handshakes: readonly Handshake[], type: number): Handshake | undefined {
  return handshakes.find(({ msg_type }) => msg_type === type)
}

/** The server signed its ephemeral key together with both randoms (RFC 8422 §5.4). */
function serverHoldsKey({ dtls, cipher }: DtlsSocket, key: KeyObject): boolean {
  const exchange = find(dtls.sortedHandshakeCache, handshakeType.serverKeyExchange)?.fragment
  if (exchange?.[0] !== namedCurve) return false
  const publicKeyEnd = 4 + exchange.readUInt8(3)
  const { scheme, signature } = readSigned(exchange.subarray(publicKeyEnd))
  const randoms = [cipher.localRandom.serialize(), cipher.remoteRandom.serialize()]
  return (
    cipher.remoteKeyPair.publicKey?.equals(exchange.subarray(4, publicKeyEnd)) === true &&
    isSigned(key, scheme, Buffer.concat([...randoms, exchange.subarray(0, publicKeyEnd)]), signature)
  )
}

/** The client signed every message before its CertificateVerify (RFC 5246 §7.4.8). */
function clientHoldsKey({ dtls, cipher }: DtlsSocket, key: KeyObject): boolean {
  const handshakes = dtls.sortedHandshakeCache
  const exchange = find(handshakes, handshakeType.clientKeyExchange)?.fragment
  const place = handshakes.findIndex(({ msg_type }) => msg_type === handshakeType.certificateVerify)
  const proof = handshakes[place]?.fragment
  if (!exchange || !proof) return false
  const { scheme, signature } = readSigned(proof)
  const transcript = Buffer.concat(handshakes.slice(0, place).map((handshake) => handshake.serialize()))
  return (
    cipher.remoteKeyPair.publicKey?.equals(exchange.subarray(1)) === true &&
    isSigned(key, scheme, transcript, signature)
  )
}

/**
 * Whether the device of a finished handshake is the one that signalling described: its certificate has one of the
 * fingerprints, and it proved to hold the certificate's key. werift 0.24 checks the fingerprint but neither signature,
 * so without this anyone on the path could pass a copied certificate off as his own.
 */
export function provesIdentity(
  socket: DtlsSocket,
  role: 'client' | 'server',
  fingerprints: readonly Fingerprint[],
): boolean {
  const der = socket.remoteCertificate
  if (!der) return false
  const isExpected = fingerprints.some(
    ({ algorithm, value }) =>
      createHash(algorithm.replace('-', '')).update(der).digest('hex') === value.replaceAll(':', '').toLowerCase(),
  )
  if (!isExpected) return false
  try {
    const key = new X509Certificate(der).publicKey
    return role === 'client' ? serverHoldsKey(socket, key) : clientHoldsKey(socket, key)
  } catch {
    // Malformed certificates and truncated messages: nothing is proved by them.
    return false
  }
}
