import { parseMIMEType } from 'undici'

/** A `Content-Type`, taken apart. */
export interface ContentType {
  /** In lower case without parameters; empty when there is none, or none that can be read. */
  readonly mediaType: string
  /** As given; undefined when it names none. */
  readonly charset: string | undefined
}

/** Read a `Content-Type` (WHATWG MIME Sniffing, "parse a MIME type"). */
export function parseContentType(value: string | undefined): ContentType {
  const parsed = value === undefined ? 'failure' : parseMIMEType(value)
  if (parsed === 'failure') return { mediaType: '', charset: undefined }
  return { mediaType: parsed.essence, charset: parsed.parameters.get('charset') }
}

/**
 * Decode a body: its byte order mark decides, then the charset of the `Content-Type`, then the XML declaration
 * (RFC 7303 §3), then UTF-8. Bytes that do not fit become U+FFFD.
 */
export function decodeBody(bytes: Uint8Array, { charset }: ContentType): string {
  const label = charsetOfMark(bytes) ?? charset ?? charsetOfDeclaration(bytes)
  return decodeAs(label, bytes) ?? new TextDecoder().decode(bytes)
}

function charsetOfMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined
}

function charsetOfDeclaration(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1')
  const label = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]
  // A declaration that can be read byte by byte is not in UTF-16, whatever it says (WHATWG HTML, "prescan").
  return label?.toLowerCase().startsWith('utf-16') === true ? undefined : label
}

/** Undefined for a charset that the platform does not know. */
function decodeAs(label: string | undefined, bytes: Uint8Array): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label).decode(bytes)
  } catch {
    return undefined
  }
}
