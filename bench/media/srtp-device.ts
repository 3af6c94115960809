import { LoopbackDevice } from '../../packages/gateway/src/media/werift/test-support/loopback-device.js'
import type { DtlsCertificate } from '../../packages/gateway/src/media/werift/transport/dtls-certificate.js'
import { type LoadDevice, type PacketListener, timedPayload } from './load-device.js'

/** A device that does what a browser does on the wire: ICE checks, a DTLS handshake, Opus in SRTP both ways. */
export function createSrtpDevice(place: number, certificate: DtlsCertificate, onPacket: PacketListener): LoadDevice {
  const onOpus = (payload: Buffer): void => onPacket(payload.readDoubleBE(0))
  const device = new LoopbackDevice({ ssrc: place + 1, certificate, onOpus })
  return {
    introduce: () => device.offer(),
    connect: (reply) => device.acceptAnswer(reply),
    send: () => device.send(timedPayload()),
    close: () => device.close(),
  }
}
