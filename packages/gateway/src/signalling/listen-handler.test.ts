import { expect, test } from 'vitest'
import type { Authorisation } from '../account/authorise.js'
import { createDeferred } from '../call/deferred.js'
import { Connection } from './connection.js'
import { handleMessage } from './handlers.js'
import { accountSid, inWorld } from './test-support/signalling-world.js'

const grant = {
  ...{ accountSid, identity: 'bob', clientNames: ['bob'], outgoing: undefined, eventStreams: [] },
  ...{ expiresAt: Date.UTC(2027, 0, 1) / 1000, tokenId: undefined },
}

test(
  'a device that leaves while its token is looked at is not let in',
  inWorld(async (world) => {
    const decision = createDeferred<Authorisation>()
    const [asked, handled] = [createDeferred<undefined>(), createDeferred<undefined>()]
    const authorise = (): Promise<Authorisation> => {
      asked.resolve(undefined)
      return decision.promise
    }
    const context = { ...world.context, authorise }
    const silence = (): undefined => undefined
    const told = { bufferedAmount: 0, addressFamily: undefined, host: undefined }
    const socket = { send: silence, close: silence, terminate: silence, ...told }
    const connection = new Connection(context, socket, async (from, message) => {
      await handleMessage(context, from, message)
      handled.resolve(undefined)
    })
    connection.receive(JSON.stringify({ type: 'listen', version: '1.6', payload: { token: 'any' } }))
    await asked.promise
    connection.closed()
    decision.resolve({ isOk: true, grant })
    await handled.promise
    expect(world.presence.connectedDevices).toBe(0)
  }),
)
