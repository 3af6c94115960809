/**
 * Collect a stream of bytes, and leave it as soon as there are more than `maxBytes`.
 *
 * @returns everything, or a little more than `maxBytes`
 */
export async function readBounded(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxBytes) break
  }
  return Buffer.concat(chunks)
}
