/** Count the bytes of `text` in UTF-8; a lone surrogate counts as the three bytes of its replacement (Encoding Standard). */
export function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7ff) {
      bytes += 2
      if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) index += 1
    } else if (unit > 0x7f) {
      bytes += 1
    }
  }
  return bytes
}

/** Whether `text` needs more than `maxBytes` bytes in UTF-8, counted only when its length leaves that open. */
export function exceedsUtf8Bytes(text: string, maxBytes: number): boolean {
  return text.length > maxBytes || (text.length * 3 > maxBytes && utf8Bytes(text) > maxBytes)
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
