import { gatewayMessage } from '@ringdown/protocol'
import type { MediaEndpoint } from '../../media/media.js'
import type { CallSession } from '../call-session.js'
import type { Device } from '../device-directory.js'
import { type DeviceEnd, fingerprintOf } from '../device-end.js'
import { tryMedia } from './try-media.js'

/**
 * The same person offers media on another connection: a reloaded page takes its call over, or a ringing call is
 * forwarded to, and with that answered by, another device. An offer that comes too late or cannot be answered is
 * refused, and leaves the call as it is.
 */
export function takeOver(session: CallSession, end: DeviceEnd, device: Device, offerSdp: string): Promise<void> {
  const { context } = session
  return session.run(async (apply) => {
    if (session.isOver || !session.ends.includes(end)) {
      end.refuse(device, 31209)
      return
    }
    const replaced = await tryMedia(context, end.callSid, () => replaceEndpoint(session, end, offerSdp))
    if (!replaced.isOk) {
      end.refuse(device, replaced.error)
      return
    }
    if (end.device.id !== device.id) {
      end.sendTo(end.device.id, gatewayMessage('cancel', { callsid: end.callSid, reason: 'taken-over' }))
    }
    end.attach(device)
    end.localSdp = replaced.result
    end.isTakenOver = true
    if (session.isTalking(end)) end.tellAnswered(true)
    else await apply({ type: 'accepted', callSid: end.callSid, deviceId: end.id })
  })
}

async function replaceEndpoint(session: CallSession, end: DeviceEnd, offerSdp: string): Promise<string> {
  const { caller, ports } = session.context
  const endpoint = end.openEndpoint()
  const sdp = await answerOrClose(endpoint, offerSdp)
  const old = end.endpoint
  end.endpoint = endpoint
  end.fingerprint = fingerprintOf(offerSdp)
  const callee = session.connectedCallee
  if (caller !== undefined && callee !== undefined) ports.media.bridge(caller.endpoint, callee.endpoint)
  else if (end === caller && session.isDialling) endpoint.play('ringback')
  await old.close()
  return sdp
}

async function answerOrClose(endpoint: MediaEndpoint, offerSdp: string): Promise<string> {
  try {
    return await endpoint.answer(offerSdp)
  } catch (error) {
    await endpoint.close()
    throw error
  }
}
