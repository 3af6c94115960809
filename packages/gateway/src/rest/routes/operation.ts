import { z } from 'zod'
import { errorBody } from '../error/error-body.js'

/** An answer that is not JSON. */
interface ContentAnswer {
  readonly description: string
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>
}

/** What a request may hold, and what answers it. */
interface Parts {
  readonly params?: z.ZodObject
  readonly querystring?: z.ZodObject
  readonly body?: z.ZodObject
  /** By HTTP status, those below 400. */
  readonly answers: Readonly<Record<number, z.ZodType | ContentAnswer>>
}

/** The schema of an operation: what it takes, what it answers, and what the reference calls it. */
export interface Operation<Given extends Parts> {
  readonly schema: Omit<Given, 'answers'> & {
    readonly tags: string[]
    readonly summary: string
    readonly consumes?: string[]
    readonly response: Given['answers'] & { readonly default: typeof errorBody }
  }
}

/** The answer to a DELETE: 204, without a body. */
export const gone = { 204: z.undefined() }

/** Describe an operation to fastify, and to the OpenAPI document that is made of it. */
export function operation<Given extends Parts>(tag: string, summary: string, given: Given): Operation<Given> {
  const { answers, ...parts } = given
  const consumes = parts.body === undefined ? {} : { consumes: ['application/x-www-form-urlencoded'] }
  return { schema: { ...parts, ...consumes, tags: [tag], summary, response: { ...answers, default: errorBody } } }
}
