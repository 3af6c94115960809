import { z } from 'zod'
import type { PageRequest } from '../../store/page.js'
import type { ReadText } from '../parameter/choice.js'
import { parameter } from '../parameter/parameter.js'
import { wholeNumber } from '../parameter/whole-number.js'

const defaultPageSize = 50
/** What is asked for beyond this is cut down to it: the official clients ask for as many as they want in all. */
const maxPageSize = 1_000

/** What page tokens begin with, in front of what the store made: whether they lead to the page after or before. */
const prefixes = { after: 'PA', before: 'PB' } as const

/** The query parameters of every list. */
export const pageQuery = {
  PageSize: pageSize().exactOptional(),
  Page: wholeNumber({ min: 0, max: 999_999_999 }).exactOptional(),
  PageToken: pageToken().exactOptional(),
}

/** What came of {@link pageQuery}. */
export interface PageQuery {
  readonly PageSize?: number
  readonly Page?: number
  readonly PageToken?: PageToken
}

/** Where a page lies: beside the one whose store made this. */
export type PageToken = Pick<PageRequest, 'after' | 'before'>

/** Ask the store for a page. */
export function toPageRequest({ PageSize: limit = defaultPageSize, PageToken: place }: PageQuery): PageRequest {
  return { limit, ...place }
}

/** Write the token of a page. */
export function formatPageToken({ after, before }: PageToken): string | undefined {
  if (after !== undefined) return `${prefixes.after}${after}`
  return before === undefined ? undefined : `${prefixes.before}${before}`
}

function pageSize(): ReadText<number> {
  const schema = z
    .string()
    .refine((given) => /^\d{1,9}$/.test(given) && Number(given) >= 1)
    .transform((given) => Math.min(Number(given), maxPageSize))
  const about = { type: 'integer', minimum: 1, default: defaultPageSize }
  return parameter(
    schema,
    { code: 20422, allowed: `a whole number from 1 on; no page has more than ${maxPageSize}` },
    about,
  )
}

function pageToken(): ReadText<PageToken> {
  const schema = z
    .string()
    .refine((given) => /^P[AB][\w-]{1,128}$/.test(given))
    .transform((given) => {
      const made = given.slice(prefixes.after.length)
      return given.startsWith(prefixes.after) ? { after: made } : { before: made }
    })
  return parameter(schema, {
    code: 20422,
    allowed: 'taken from the next_page_uri or the previous_page_uri of a page',
  })
}
