import { RtpHeader } from 'werift'
import type { SrtpSession } from 'werift'
import { rolloverCounter, sequenceNumber } from './rollover.js'

/** The fields of an RTP header that the gateway sets. */
export interface OutgoingHeader {
  readonly ssrc: number
  /** Sequence number with its wraps counted. */
  readonly index: number
  readonly timestamp: number
  readonly payloadType: number
  readonly marker: boolean
}

/** An RTP packet that was authenticated. */
export interface IncomingPacket {
  readonly header: RtpHeader
  readonly payload: Buffer
}

/** Encrypt and authenticate one RTP packet (RFC 3711 §3.3). */
export function protectRtp(session: SrtpSession, { index, ...fields }: OutgoingHeader, payload: Buffer): Buffer {
  const header = new RtpHeader({ ...fields, sequenceNumber: sequenceNumber(index) })
  return session.localContext.cipher.encryptRtp(header, payload, rolloverCounter(index))
}

/**
 * Authenticate and decrypt one RTP packet as the one with this index; `undefined` if it is not, or is malformed.
 *
 * @param index - the estimate for the packet's sequence number
 */
export function unprotectRtp(session: SrtpSession, datagram: Buffer, index: number): IncomingPacket | undefined {
  try {
    const [packet, header] = session.remoteContext.cipher.decryptRtp(datagram, rolloverCounter(index))
    return { header, payload: packet.subarray(header.payloadOffset, packet.length - header.paddingSize) }
  } catch {
    return undefined
  }
}
