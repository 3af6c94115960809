import type { ConnectedDevice } from '../../presence/connected-device.js'
import type { Page, PageRequest } from '../../store/page.js'
import { StoreError } from '../../store/store-error.js'

type Place = Pick<ConnectedDevice, 'id' | 'connectedAt'>

/**
 * A page of devices, the latest to connect first. A page starts after a place and not after a device, which may be gone
 * by then: each device that stays comes once, however many come and go.
 *
 * @throws StoreError with code `bad-page` if `after` is no token of ours
 */
export function sliceDevices<Device extends Place>(
  devices: readonly Device[],
  { limit, after }: PageRequest,
): Page<Device> {
  const place = after === undefined ? undefined : readPlace(after)
  const rest = devices.filter((device) => place === undefined || compare(place, device) < 0).sort(compare)
  const rows = rest.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: last === undefined || rest.length <= limit ? undefined : writePlace(last) }
}

function compare(a: Place, b: Place): number {
  if (a.connectedAt !== b.connectedAt) return b.connectedAt - a.connectedAt
  return a.id === b.id ? 0 : a.id < b.id ? 1 : -1
}

function writePlace({ connectedAt, id }: Place): string {
  return `${connectedAt.toString(36)}-${id}`
}

function readPlace(token: string): Place {
  const [, time = '', id = ''] = /^([\da-z]{1,9})-([\w-]+)$/.exec(token) ?? []
  if (id === '') throw new StoreError('bad-page', 'The page token was not made by this list')
  return { connectedAt: Number.parseInt(time, 36), id }
}
