/**
 * Resolve a URL that stands in a document against the document's own. Empty text is the document itself.
 *
 * @returns an absolute `http` or `https` URL; undefined when there is none, or when it is relative and there is no base
 */
export function resolveUrl(value: string, baseUrl: string | undefined): string | undefined {
  // The base is kept as it is: resolving would drop the connection overrides in its fragment.
  if (value === '') return baseUrl
  if (!URL.canParse(value, baseUrl)) return undefined
  const url = new URL(value, baseUrl)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
}
