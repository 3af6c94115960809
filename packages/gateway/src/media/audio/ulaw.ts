const bias = 0x84
const clip = 32_635

/**
 * Encode one sample as G.711 µ-law (ITU-T G.711).
 *
 * @param sample - 16-bit linear PCM, -32768 to 32767
 * @returns one byte
 */
export function encodeUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), clip) + bias
  const exponent = 31 - Math.clz32(magnitude) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}

/**
 * Decode one byte of G.711 µ-law (ITU-T G.711).
 *
 * @param byte - 0 to 255
 * @returns 16-bit linear PCM, -32124 to 32124
 */
export function decodeUlaw(byte: number): number {
  const bits = ~byte & 0xff
  const exponent = (bits >> 4) & 0x07
  const magnitude = (((bits & 0x0f) << 3) + bias) << exponent
  const sample = magnitude - bias
  return (bits & 0x80) === 0 ? sample : -sample
}
