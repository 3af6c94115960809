import { type CheckedElement, methodValue } from '../check-element.js'
import type { DocumentAddress } from '../document.js'
import type { Reading } from '../reading.js'
import { resolveUrl } from '../resolve-url.js'

/** Read which document is to run with whoever answers, from the attributes `url` and `method` of a noun of `<Dial>`. */
export function readScreening(checked: CheckedElement, { baseUrl }: Reading): DocumentAddress | undefined {
  const value = checked.values['url'] ?? ''
  const url = value === '' ? undefined : resolveUrl(value, baseUrl)
  return url === undefined ? undefined : { url, method: methodValue(checked, 'method') }
}
