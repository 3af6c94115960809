import { parseTarget } from './target.js'

/** The longest URL of an application, in characters. */
export const maxWebhookUrlLength = 4_000

/**
 * Whether a text may be the URL of an application: absolute, http or https. Stricter than the URL standard, which mends
 * `http:app` and cuts off white space: what is mended was not meant.
 */
export function isWebhookUrl(text: string): boolean {
  if (text.length > maxWebhookUrlLength) return false
  return /^https?:\/\/[^\s/\\]/i.test(text) && !/[\s\p{Cc}]/u.test(text) && parseTarget(text) !== undefined
}
