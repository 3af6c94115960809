import type { CallOrder } from '../api/call-order.js'
import type { CallScript } from '../application/call-script.js'
import type { CallRecord } from '../call-record.js'
import { accountSid, type CallWorld, voiceUrl } from './call-world.js'
import type { ScriptedDevice } from './scripted-device.js'

/** A script that asks a URL. */
export function scriptAt(url: string): CallScript {
  return { document: { address: { url, method: 'POST' } }, fallback: undefined }
}

/** A call from the server to bob, answered by the VoiceUrl, unless something else is said. */
export function orderOf(changes: Partial<CallOrder> = {}): CallOrder {
  return {
    accountSid,
    to: { clientName: 'bob', params: [] },
    from: 'client:server',
    script: scriptAt(voiceUrl),
    timeoutSeconds: 60,
    ...changes,
  }
}

/** Make a call, which must be taken on. */
export async function order({ service }: CallWorld, changes: Partial<CallOrder> = {}): Promise<CallRecord> {
  const outcome = await service.create(orderOf(changes))
  if (!outcome.isOk) throw new Error(`The call was refused: ${outcome.text}`)
  return outcome.call
}

/** A call that the API made, and whoever took it. */
export interface TakenCall {
  readonly bob: ScriptedDevice
  readonly callSid: string
  readonly reconnect: string | undefined
}

/** The server calls bob, who takes the call; the document that it runs then is given, and waits unless it says more. */
export async function take(
  world: CallWorld,
  document = '<Pause length="9000"/>',
  changes: Partial<CallOrder> = {},
): Promise<TakenCall> {
  world.serve(voiceUrl, document)
  const bob = world.connect('bob')
  const { sid: callSid } = await order(world, changes)
  const { sdp, reconnect } = await bob.next('invite')
  await bob.answer(callSid, sdp)
  await bob.next('answer')
  return { bob, callSid, reconnect }
}
