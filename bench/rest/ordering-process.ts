import type { CallSid } from '@ringdown/protocol'
import { clientMessage, encodeClientFrame } from '@ringdown/protocol'
import { answerParent } from '../harness/worker.js'
import { inParallel } from '../signalling/in-parallel.js'
import { LoadDevice } from '../signalling/load-device.js'
import { protocolVersion, signOn, signOnFrames } from '../signalling/sign-on.js'
import { accountPath, authorization } from './application-path.js'
import { type HttpPool, Pool } from './gateway-library.js'
import { httpOrigin } from './http-origin.js'

/** What can be asked of the load generator for calls. */
export type OrderingQuestions = {
  /** Let devices register, each under a name of its own; they reject whatever rings. */
  readonly register: (devices: { readonly url: string; readonly count: number }) => Promise<void>
  /** Have so many calls made to them by the REST API, one after the other for each. Answers with their SIDs. */
  readonly order: (options: { readonly calls: number }) => Promise<readonly CallSid[]>
}

interface Callee {
  readonly name: string
  /** Resolves when the device has rejected a call. */
  rejected: () => void
}

let pool: HttpPool
let callees: readonly Callee[] = []

async function enter(url: string, name: string): Promise<Callee> {
  const device = await LoadDevice.connect(url)
  await signOn(device, 'gateway', signOnFrames(name))
  const callee: Callee = { name, rejected: () => undefined }
  device.onFrame((frame) => {
    const { type, payload } = JSON.parse(frame) as {
      readonly type: string
      readonly payload: { readonly callsid: CallSid }
    }
    if (type !== 'invite') return
    device.say(encodeClientFrame(clientMessage(protocolVersion, 'reject', { callsid: payload.callsid })))
    callee.rejected()
  })
  return callee
}

async function createCall(name: string): Promise<CallSid> {
  const form = new URLSearchParams({
    To: `client:${name}`,
    From: 'client:desk',
    Twiml: '<Response><Hangup/></Response>',
  })
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: `${accountPath}/Calls.json`,
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  const text = await body.text()
  if (statusCode !== 201) throw new Error(`The gateway answered ${statusCode}: ${text}`)
  return (JSON.parse(text) as { readonly sid: CallSid }).sid
}

async function orderAgainAndAgain(callee: Callee, calls: number): Promise<readonly CallSid[]> {
  const sids: CallSid[] = []
  for (let call = 0; call < calls; call += 1) {
    const rejected = new Promise<void>((resolve) => {
      callee.rejected = resolve
    })
    sids.push(await createCall(callee.name))
    await rejected
  }
  return sids
}

const questions: OrderingQuestions = {
  register: async ({ url, count }) => {
    pool = new Pool(httpOrigin(url), { connections: count })
    const names = Array.from({ length: count }, (_, place) => `callee_${place}`)
    callees = await inParallel(names, count, (name) => enter(url, name))
  },
  order: async ({ calls }) => {
    const each = Math.ceil(calls / callees.length)
    return (await Promise.all(callees.map((callee) => orderAgainAndAgain(callee, each)))).flat()
  },
}

answerParent(questions)
