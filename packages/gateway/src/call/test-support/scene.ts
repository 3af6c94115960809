import { type CallWorld, type DeviceOptions, voiceUrl } from './call-world.js'
import type { ScriptedDevice } from './scripted-device.js'

/** The simplest document that rings someone. */
export const dialBob = '<Dial><Client>bob</Client></Dial>'

/** The same, the caller's leg ringing until bob answers. */
export const dialBobOnBridge = '<Dial answerOnBridge="true"><Client>bob</Client></Dial>'

/** Two people in a call, and the ids that their devices know it by. */
export interface Scene {
  readonly alice: ScriptedDevice
  readonly bob: ScriptedDevice
  /** The caller's id before it knew the call SID. */
  readonly tempId: string
  readonly callSid: string
  /** Of the dialled leg. */
  readonly childSid: string
  /** The gateway's offer to bob. */
  readonly offer: string
  /** What bob's device may come back with. */
  readonly reconnect: string | undefined
}

/** How the scene is set. */
export interface SceneOptions {
  readonly document?: string
  readonly alice?: DeviceOptions
  readonly bob?: DeviceOptions
}

/** Alice calls, and bob's device rings. */
export async function ring(world: CallWorld, { document = dialBob, ...options }: SceneOptions = {}): Promise<Scene> {
  world.serve(voiceUrl, document)
  const [alice, bob] = [world.connect('alice', options.alice), world.connect('bob', options.bob)]
  const tempId = await alice.dial({ To: 'bob' })
  const { callsid: callSid } = await alice.next('ringing')
  const { callsid: childSid, sdp: offer, reconnect } = await bob.next('invite')
  return { alice, bob, tempId, callSid, childSid, offer, reconnect }
}

/** What a caller's device may come back with. */
export interface TalkingScene extends Scene {
  readonly callerReconnect: string | undefined
}

/** Alice calls, bob answers, and they talk. */
export async function talk(world: CallWorld, options: SceneOptions = {}): Promise<TalkingScene> {
  const scene = await ring(world, options)
  const { alice, bob, childSid, offer } = scene
  await bob.answer(childSid, offer)
  if (bob.version === '1.6') await bob.next('answer')
  const { reconnect } = await alice.next('answer')
  return { ...scene, callerReconnect: reconnect }
}

/**
 * Resolves when all that has happened to a call so far has had its effects: what a device says of a leg that does not
 * ring waits for its turn, and does nothing.
 */
export function settle(device: ScriptedDevice, callSid: string): Promise<void> {
  return device.reject(callSid)
}
