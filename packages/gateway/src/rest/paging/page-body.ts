import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Page } from '../../store/page.js'
import { count } from '../serialise/resource-field.js'
import { formatPageToken, type PageQuery, type PageToken, toPageRequest } from './page-query.js'

const pageFields = {
  page: count,
  page_size: count,
  start: count,
  end: count,
  uri: z.string(),
  first_page_uri: z.string(),
  next_page_uri: z.string().nullable(),
  previous_page_uri: z.string().nullable(),
}

/** A page of a list: the resources under the plural of their name, and where it stands (Twilio, "Pagination"). */
export type PageBody<Key extends string, Resource> = Record<Key, Resource[]> & z.infer<z.ZodObject<typeof pageFields>>

/** The schema of {@link toPageBody}. */
export function pageOf<const Key extends string, Resource extends z.ZodType>(
  key: Key,
  resource: Resource,
): z.ZodObject<Record<Key, z.ZodArray<Resource>> & typeof pageFields> {
  return z.object({ ...({ [key]: z.array(resource) } as Record<Key, z.ZodArray<Resource>>), ...pageFields })
}

/** Write a page. Its URIs are relative and carry the filters, so that a client stays on the host that it asked. */
export function toPageBody<const Key extends string, Row, Resource>(
  request: { readonly url: string; readonly query: PageQuery },
  key: Key,
  { rows, next, previous }: Page<Row>,
  serialise: (row: Row) => Resource,
): PageBody<Key, Resource> {
  const { limit } = toPageRequest(request.query)
  const page = request.query.Page ?? 0
  const start = page * limit
  const uri = pageUris(request, limit)
  return {
    ...({ [key]: rows.map(serialise) } as Record<Key, Resource[]>),
    page,
    page_size: limit,
    start,
    end: Math.max(start, start + rows.length - 1),
    uri: uri(page, request.query.PageToken),
    first_page_uri: uri(0),
    next_page_uri: next === undefined ? null : uri(page + 1, { after: next }),
    // Rows that came in since may make more pages before the first one than there are numbers for.
    previous_page_uri: previous === undefined ? null : uri(Math.max(0, page - 1), { before: previous }),
  }
}

/** Writes the URI of another page of the list that was asked for. */
function pageUris(
  { url, query }: Pick<FastifyRequest, 'url'> & { readonly query: PageQuery },
  limit: number,
): (page: number, place?: PageToken) => string {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const filters = [...searchParams].filter(([name]) => Object.hasOwn(query, name) && !isPaging(name))
  return (page, place = {}) => {
    const parameters = new URLSearchParams([...filters, ['PageSize', String(limit)], ['Page', String(page)]])
    const token = formatPageToken(place)
    if (token !== undefined) parameters.set('PageToken', token)
    return `${pathname}?${parameters.toString()}`
  }
}

function isPaging(name: string): boolean {
  return name === 'PageSize' || name === 'Page' || name === 'PageToken'
}
