import { z } from 'zod'
import type { PageRequest } from '../../store/page.js'
import type { ReadText } from '../parameter/choice.js'
import { parameter } from '../parameter/parameter.js'
import { wholeNumber } from '../parameter/whole-number.js'

const defaultPageSize = 50
/** What is asked for beyond this is cut down to it: the official clients ask for as many as they want in all. */
const maxPageSize = 1_000

/** What page tokens begin with, in front of what the store made. */
const tokenPrefix = 'PA'

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
  /** What the store made, without the prefix. */
  readonly PageToken?: string
}

/** Ask the store for a page. */
export function toPageRequest({ PageSize: limit = defaultPageSize, PageToken: after }: PageQuery): PageRequest {
  return { limit, after }
}

/** Write the token of the next page. */
export function toPageToken(next: string): string {
  return `${tokenPrefix}${next}`
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

function pageToken(): ReadText<string> {
  const schema = z
    .string()
    .refine((given) => /^PA[\w-]{1,128}$/.test(given))
    .transform((given) => given.slice(tokenPrefix.length))
  return parameter(schema, { code: 20422, allowed: 'taken from the next_page_uri of a page' })
}
