import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ConnectedDevice } from '../../presence/connected-device.js'
import { accountOf } from '../auth/caller.js'
import { sliceDevices } from '../device/slice-devices.js'
import { notFound } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { clientName } from '../parameter/client-name.js'
import { truth } from '../parameter/truth.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { deviceResource, serialiseDevice } from '../serialise/serialise-device.js'
import { gone, operation } from './operation.js'
import { accountPath } from './resource-path.js'

const list = '/Accounts/:AccountSid/Devices'
const instance = '/Accounts/:AccountSid/Devices/:DeviceId'
const tag = 'Devices (Ringdown)'

const params = accountPath.extend({ DeviceId: z.uuid() })

const querystring = z.object({
  ClientName: clientName().exactOptional(),
  Registered: truth().exactOptional(),
  ...pageQuery,
})

/** Devices that are connected now: list, fetch, disconnect. */
export function addDeviceRoutes(scope: RestScope, { devices }: RestPorts): void {
  const serialise = (device: ConnectedDevice): z.infer<typeof deviceResource> =>
    serialiseDevice(device, devices.isInCall(device.id))
  const findDevice = (request: FastifyRequest, id: string): ConnectedDevice => {
    const device = devices.of(accountOf(request).sid).find((one) => one.id === id)
    if (device === undefined) throw notFound(request)
    return device
  }

  const listed = { params: accountPath, querystring, answers: { 200: pageOf('devices', deviceResource) } }
  scope.get(list, operation(tag, 'List the devices that are connected', listed), (request) => {
    const found = devices.of(accountOf(request).sid).filter((device) => fits(device, request.query))
    return toPageBody(request, 'devices', sliceDevices(found, toPageRequest(request.query)), serialise)
  })
  const fetched = { params, answers: { 200: deviceResource } }
  scope.get(instance, operation(tag, 'Fetch a device', fetched), (request) =>
    serialise(findDevice(request, request.params.DeviceId)),
  )
  const removed = { params, answers: gone }
  scope.delete(instance, operation(tag, 'Disconnect a device', removed), (request, reply) => {
    devices.disconnect(findDevice(request, request.params.DeviceId).id)
    void reply.code(204).send()
  })
}

function fits(
  { registeredNames }: ConnectedDevice,
  { ClientName: name, Registered: isWanted }: z.infer<typeof querystring>,
): boolean {
  return (
    (name === undefined || registeredNames.includes(name)) &&
    (isWanted === undefined || isWanted === registeredNames.length > 0)
  )
}
