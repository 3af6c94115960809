import { type ClientMessageOf, gatewayMessage } from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'
import { readClientSoftware } from '../presence/client-software.js'
import type { Connection } from './connection.js'
import type { ConnectionContext } from './connection-context.js'
import { placeOfHost } from './place-of-host.js'
import { regionName } from './region-name.js'

/**
 * A device shows its token: at the start of a connection, and again to refresh it.
 *
 * A token that is refused ends the connection, unless the device is in a call under an earlier one: then it keeps that
 * until it expires, so that it can still hang up. While the node goes down devices are let in as ever: they can show by
 * their token alone that they come back to a call.
 */
export async function handleListen(
  context: ConnectionContext,
  connection: Connection,
  { version, payload }: ClientMessageOf<'listen'>,
): Promise<void> {
  const authorisation = await context.authorise(payload.token)
  if (!connection.isOpen) return
  if (!authorisation.isOk) {
    const { code, message } = authorisation
    context.onRefused(connection.id, code)
    if (context.calls.isInCall(connection.id)) connection.sendError(code, message)
    else connection.refuse(code, message)
    return
  }
  const { grant } = authorisation
  if (!isOfSameAccount(connection, grant)) return
  if (connection.device === undefined && !(await isItsTurn(context, connection, grant))) return
  const { token: text, reconnectTimeout: reconnectTimeoutSeconds = 0 } = payload
  const software = readClientSoftware(payload.browserinfo)
  const device = connection.admit({ grant, token: text, version, reconnectTimeoutSeconds, software })
  context.onAdmitted(connection.id, grant.accountSid)
  const { region, edge, gateway, home } = placeOfHost(connection.host, context.place)
  const ttl = Math.max(0, Math.floor(grant.expiresAt - context.clock.now() / 1000))
  const token = { identity: grant.identity ?? null, ttl }
  connection.send(gatewayMessage('connected', { region: regionName(region), edge, gateway, home, token }))
  context.calls.deviceConnected(device)
}

function isOfSameAccount(connection: Connection, { accountSid }: DeviceGrant): boolean {
  const { device } = connection
  if (device === undefined || device.grant.accountSid === accountSid) return true
  connection.refuse(31203, 'The token is of another account than the one before. Open a new connection for it.')
  return false
}

/** Devices come back in a crowd when a node was restarted: they are let in one after another. */
async function isItsTurn(
  { listenRate, limits, onRefused }: ConnectionContext,
  connection: Connection,
  { accountSid }: DeviceGrant,
): Promise<boolean> {
  const waitMs = listenRate.reserve(accountSid, limits.longestWaitMs)
  if (waitMs === undefined) {
    onRefused(connection.id, 31206)
    connection.postpone(31206)
    return false
  }
  await connection.waitForTurn(waitMs)
  return connection.isOpen
}
