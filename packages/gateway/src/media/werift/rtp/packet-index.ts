const sequenceSpace = 65_536
const halfSpace = sequenceSpace / 2
/** Packets; RFC 3711 §3.3.2 asks for at least 64. */
const replayWindow = 128

/**
 * Follows the sequence numbers of one RTP stream past their 16 bits (RFC 3711 §3.3.1 and appendix A), and tells packets
 * that were seen already from new ones (§3.3.2). werift's own follower keeps no replay list, and loses its place when
 * more than 100 packets are lost around a wrap; after that nothing of the stream can be decrypted.
 */
export class PacketIndex {
  #highest: number | undefined
  /** The index that was last seen at each place of the window. */
  readonly #seen = new Float64Array(replayWindow).fill(-1)

  /** The highest index so far; `undefined` before the first packet. */
  get highest(): number | undefined {
    return this.#highest
  }

  /** The index that a sequence number most likely stands for; negative if there can be no such packet. */
  estimate(sequence: number): number {
    if (this.#highest === undefined) return sequence
    const low = this.#highest % sequenceSpace
    const index = this.#highest - low + sequence
    if (low < halfSpace) return sequence - low > halfSpace ? index - sequenceSpace : index
    return low - halfSpace > sequence ? index + sequenceSpace : index
  }

  /** Whether a packet with this index may still be taken: it is new, and not too old to know. */
  isFresh(index: number): boolean {
    if (index < 0) return false
    if (this.#highest === undefined) return true
    return this.#highest - index < replayWindow && this.#seen[index % replayWindow] !== index
  }

  /** Note a packet once it has been authenticated. */
  accept(index: number): void {
    this.#seen[index % replayWindow] = index
    if (this.#highest === undefined || index > this.#highest) this.#highest = index
  }
}
