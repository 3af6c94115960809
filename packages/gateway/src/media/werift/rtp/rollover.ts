const sequenceSpace = 65_536

/** The rollover counter of a packet index: how often the sequence number has wrapped (RFC 3711 §3.3.1). */
export function rolloverCounter(index: number): number {
  return Math.floor(index / sequenceSpace)
}

/** The 16 bits of a packet index that the RTP header carries. */
export function sequenceNumber(index: number): number {
  return index % sequenceSpace
}
