/** One of the two who talk: it sends packets that hold the time, and hears those of the other. */
export interface LoadDevice {
  /** Get ready, and tell what the relay has to know. */
  introduce(): Promise<string>
  /** Reach the relay. */
  connect(reply: string): Promise<void>
  /** Send one packet. */
  send(): void
  close(): Promise<void>
}

/** Told of each packet of the far device, with the moment at which that sent it, in milliseconds. */
export type PacketListener = (sentAtMs: number) => void

/** Bytes of audio a packet: 20 ms of Opus at 32 kb/s, which is what browsers send. */
const payloadBytes = 80

/** A payload of that length that holds this moment. */
export function timedPayload(): Buffer {
  const payload = Buffer.alloc(payloadBytes)
  payload.writeDoubleBE(performance.now())
  return payload
}
