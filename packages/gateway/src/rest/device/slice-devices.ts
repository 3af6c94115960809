import type { ConnectedDevice } from '../../presence/connected-device.js'
import { cutPage } from '../../store/cut-page.js'
import type { Page, PageRequest } from '../../store/page.js'
import { StoreError } from '../../store/store-error.js'

type Place = Pick<ConnectedDevice, 'id' | 'connectedAt'>

/**
 * A page of devices, the latest to connect first. A page starts after a place and not after a device, which may be gone
 * by then: each device that stays comes once, however many come and go.
 *
 * @throws StoreError with code `bad-page` if `after` or `before` is no token of ours
 */
export function sliceDevices<Device extends Place>(devices: readonly Device[], page: PageRequest): Page<Device> {
  const { after, before } = page
  const start = after === undefined ? undefined : readPlace(after)
  const end = before === undefined ? undefined : readPlace(before)
  const rest = devices
    .filter((device) => start === undefined || compare(start, device) < 0)
    .filter((device) => end === undefined || compare(device, end) <= 0)
    .sort(end === undefined ? compare : (a, b) => compare(b, a))
  return cutPage(rest, page, writePlace)
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
