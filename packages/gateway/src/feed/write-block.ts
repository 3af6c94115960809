/** A block of an event stream (WHATWG HTML, "Server-sent events"). */
export interface Block {
  /** Where the stream stands behind it, for `Last-Event-ID`. */
  readonly id: string
  readonly type: string
  /** JSON, which has no line breaks. */
  readonly data: string
}

/** Write an event. */
export function writeBlock({ id, type, data }: Block): string {
  return `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`
}

/** Write a sign of life: no event, but the client notes how far it has read although nothing came for it. */
export function writeHeartbeat(id: string): string {
  return `: still here\nid: ${id}\n\n`
}
