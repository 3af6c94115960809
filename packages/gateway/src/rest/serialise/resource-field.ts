import { z } from 'zod'

/** A moment in UTC as RFC 2822 writes it, with `+0000`: the one form that the official clients read. */
export const rfc2822 = z
  .string()
  .meta({ description: 'RFC 2822, in UTC.', examples: ['Fri, 20 Nov 2026 22:00:00 +0000'] })

/** A moment in UTC as the newer APIs write it. */
export const iso8601 = z.string().meta({ description: 'ISO 8601, in UTC.', examples: ['2026-11-20T22:00:00Z'] })

/** Write a moment in Unix milliseconds as {@link iso8601}; to the second, since the official clients read no fractions. */
export function toIso8601(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Where a resource is. */
export const uriPath = z.string().meta({ description: 'A path, without scheme and host.' })

/** A whole number from 0 on. */
export const count = z.number().meta({ type: 'integer', minimum: 0 })
