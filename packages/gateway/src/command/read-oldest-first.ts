import type { Page, PageRequest } from '../store/page.js'

/** Read a whole list, and turn it round: people look for the newest at the end, beside their cursor. */
export async function readOldestFirst<Row>(list: (page: PageRequest) => Promise<Page<Row>>): Promise<readonly Row[]> {
  const rows: Row[] = []
  let after: string | undefined
  do {
    const page = await list({ limit: 1_000, after })
    rows.push(...page.rows)
    after = page.next
  } while (after !== undefined)
  return rows.reverse()
}
