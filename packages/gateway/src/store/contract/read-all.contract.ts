import type { Page, PageRequest } from '../page.js'

/** Read a list to its end, page by page. */
export async function readAll<Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
  limit: number,
): Promise<Page<Row>[]> {
  const pages = [await list({ limit })]
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
    pages.push(await list({ limit, after: next }))
  }
  return pages
}

/** Read a list back from a page to its start, page by page; the pages in the order in which they were read. */
export async function readBack<Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
  { limit, before }: { readonly limit: number; readonly before: string | undefined },
): Promise<Page<Row>[]> {
  const pages: Page<Row>[] = []
  for (let previous = before; previous !== undefined; previous = pages.at(-1)?.previous) {
    pages.push(await list({ limit, before: previous }))
  }
  return pages
}
