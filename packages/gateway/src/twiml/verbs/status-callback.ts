import { type StatusCallbackEvent, statusCallbackEvents } from '@ringdown/protocol'
import { type CheckedElement, methodValue } from '../check-element.js'
import type { StatusCallbackSpec } from '../document.js'
import type { Reading } from '../reading.js'
import { resolveUrl } from '../resolve-url.js'

/** Read who is to be told of a dialled leg's progress, from the attributes of its noun. */
export function readStatusCallback(checked: CheckedElement, { baseUrl }: Reading): StatusCallbackSpec | undefined {
  const value = checked.values['statusCallback'] ?? ''
  const url = value === '' ? undefined : resolveUrl(value, baseUrl)
  if (url === undefined) return undefined
  const events = checked.values['statusCallbackEvent']?.split(/\s+/) ?? ['completed']
  return {
    url,
    method: methodValue(checked, 'statusCallbackMethod'),
    events: statusCallbackEvents.filter((event: StatusCallbackEvent) => events.includes(event)),
  }
}
