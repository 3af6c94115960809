import type { ServerResponse } from 'node:http'

/** Tells pages who is here, as server-sent events (WHATWG HTML, "Server-sent events"). */
export interface PeopleFeed {
  /** Who is here now. */
  names(): readonly string[]
  /** Send a page the names now, and again at every change, until it goes away. */
  add(response: ServerResponse): void
  /** The names have changed. */
  changed(): void
  close(): void
}

/** Make a feed over whatever gives the names. */
export function createPeopleFeed(names: () => readonly string[]): PeopleFeed {
  const pages = new Set<ServerResponse>()
  const tell = (page: ServerResponse): void => {
    page.write(`data: ${JSON.stringify(names())}\n\n`)
  }
  return {
    names,
    add(response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      pages.add(response)
      response.on('close', () => pages.delete(response))
      tell(response)
    },
    changed() {
      for (const page of pages) tell(page)
    },
    close() {
      for (const page of pages) page.end()
    },
  }
}
