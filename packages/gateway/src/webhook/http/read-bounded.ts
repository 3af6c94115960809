/** A body, as far as it was read. */
export interface BoundedBody {
  readonly bytes: Uint8Array
  /** There was more. */
  readonly isTruncated: boolean
}

/**
 * Read a body up to a bound, and stop there.
 *
 * @param onChunk - told whenever bytes come
 */
export async function readBounded(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  onChunk: () => void,
): Promise<BoundedBody> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    onChunk()
    chunks.push(chunk)
    size += chunk.length
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > maxBytes) break
  }
  const bytes = Buffer.concat(chunks)
  return { bytes: bytes.subarray(0, maxBytes), isTruncated: size > maxBytes }
}
