import {
  type ClientMessage,
  type ClientMessageOf,
  type ErrorCode,
  gatewayMessage,
  protocolFeatures,
} from '@ringdown/protocol'
import { wireError } from '../call/device-end.js'
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
  register: async ({ presence }, device, { payload }, connection) => {
    if (!payload.media.audio) {
      presence.unregister(device)
      connection.send(gatewayMessage('offline', {}))
      return
    }
    const wasRegistered = connection.isRegistered
    const refusal = await connection.judgeUnlessFresh()
    if (refusal !== undefined) {
      // Whoever was registered has been told already.
      if (!wasRegistered) refuseRegistration(connection, refusal.code, refusal.message)
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
    // A call that runs outlives its token, and the beginning of the end of its node.
    if (payload.reconnect === undefined && !(await mayStart(connection, payload.callsid, isDraining))) return
    if (payload.preflight === true) connection.expectPreflight()
    await calls.invite(device, payload)
    // It went away while its call was being made, when there was nothing yet to be told of that.
    if (!connection.isOpen && calls.isInCall(connection.id)) calls.deviceLost(connection.id)
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

async function mayStart(connection: Connection, callsid: string, isDraining: () => boolean): Promise<boolean> {
  const refusal = await connection.judgeAgain()
  if (refusal !== undefined) {
    const { code, message } = refusal
    connection.send(gatewayMessage('hangup', { callsid, error: { code, message } }))
  } else if (isDraining()) {
    connection.send(gatewayMessage('hangup', { callsid, error: wireError(31503) }))
    connection.releaseIfIdle()
  }
  return refusal === undefined && !isDraining()
}

function refuseRegistration(connection: Connection, code: ErrorCode, detail?: string): void {
  connection.sendError(code, detail)
  connection.send(gatewayMessage('offline', {}))
}
