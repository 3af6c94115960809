import { type ClientMessage, type ClientMessageOf, gatewayMessage, protocolFeatures } from '@ringdown/protocol'
import type { Connection } from './connection.js'
import type { ConnectionContext } from './connection-context.js'
import { handleListen } from './listen-handler.js'
import type { PresentDevice } from './presence.js'

type Handlers = {
  readonly [Type in Exclude<ClientMessage['type'], 'listen'>]: (
    context: ConnectionContext,
    device: PresentDevice,
    message: ClientMessageOf<Type>,
    connection: Connection,
  ) => void | Promise<void>
}

const handlers: Handlers = {
  register: ({ presence, clock }, device, { payload }, connection) => {
    if (!payload.media.audio) {
      presence.unregister(device)
      connection.send(gatewayMessage('offline', {}))
    } else if (device.grant.expiresAt * 1000 <= clock.now()) {
      refuseRegistration(connection, 31205)
    } else if (device.grant.clientNames.length > 0) {
      presence.register(device, device.grant.clientNames)
      connection.send(gatewayMessage('ready', {}))
    } else if (protocolFeatures[device.version].registerRefusal) {
      refuseRegistration(connection, 31201)
    } else {
      // Older pages that only call out wait for this before they do.
      connection.send(gatewayMessage('ready', {}))
    }
  },
  invite: async ({ calls, isDraining }, device, { payload }, connection) => {
    if (isDraining() && payload.reconnect === undefined) connection.close(1012, 'service restart')
    else await calls.invite(device, payload)
  },
  answer: ({ calls }, device, { payload }) => calls.answer(device, payload),
  reject: ({ calls }, device, { payload }) => calls.reject(device, payload),
  hangup: ({ calls }, device, { payload }) => calls.hangup(device, payload),
  reinvite: ({ calls }, device, { payload }) => calls.reinvite(device, payload),
  dtmf: ({ calls }, device, { payload }) => {
    calls.dtmf(device, payload)
  },
  message: ({ calls }, device, { payload }) => {
    calls.message(device, payload)
  },
  // Legacy clients trickle; the gateway learns their addresses from connectivity checks.
  candidate: () => undefined,
}

/** Handle one message of a device. */
export async function handleMessage(
  context: ConnectionContext,
  connection: Connection,
  message: ClientMessage,
): Promise<void> {
  const { device } = connection
  if (message.type === 'listen') await handleListen(context, connection, message)
  else if (device === undefined) connection.refuse(31102, 'Send listen with a token as the first message.')
  else
    await (handlers[message.type] as Handlers['invite'])(
      context,
      device,
      message as ClientMessageOf<'invite'>,
      connection,
    )
}

function refuseRegistration(connection: Connection, code: 31201 | 31205): void {
  connection.sendError(code)
  connection.send(gatewayMessage('offline', {}))
}
