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
