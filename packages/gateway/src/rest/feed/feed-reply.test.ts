import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import type { AccountSid } from '@ringdown/protocol'
import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { createDeferred } from '../../call/deferred.js'
import type { FeedEvent } from '../../feed/feed-event.js'
import { FeedHub } from '../../feed/feed-hub.js'
import { feedLimits } from '../../feed/feed-limits.js'
import { systemIds } from '../../system-ids.js'
import { createManualClock } from '../../webhook/manual-clock.contract.js'
import { toRestError } from '../error/to-rest-error.js'
import { replyWithFeed } from './feed-reply.js'

const accountSid: AccountSid = `AC${'a'.repeat(32)}`

async function createWorld() {
  const clock = createManualClock()
  const presence = { availableNames: () => [], onChange: () => undefined }
  const hub = new FeedHub({ clock, ids: systemIds, presence, onFault: (error) => expect.fail(String(error)) })
  const app = fastify({ forceCloseConnections: true })
  const closed = createDeferred<undefined>()
  app.setErrorHandler((error, request, reply) => {
    const known = toRestError(error, request)
    return reply
      .code(known?.status ?? 500)
      .headers(known?.headers ?? {})
      .send(known?.message)
  })
  app.get('/', (request, reply) => {
    reply.raw.on('close', () => {
      closed.resolve(undefined)
    })
    const asked = { accountSid, reader: 'server', wantsRoster: true } as const
    replyWithFeed(hub, request, reply, { ...asked, wants: () => true, mayGoOn: () => Promise.resolve(true) })
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  return { app, clock, hub, closed: closed.promise, port: (app.server.address() as AddressInfo).port }
}

function largeEvent(): FeedEvent {
  return { type: 'presence', accountSid, clientName: 'x'.repeat(100_000), isAvailable: true, at: 0 }
}

test('a reader who does not read is dropped, and what it has not read is not kept for it', async () => {
  const { clock, hub, closed, port } = await createWorld()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  onTestFinished(() => {
    socket.destroy()
  })
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await once(socket, 'data')
  socket.pause()
  const reader = { isGone: false }
  void closed.then(() => {
    reader.isGone = true
  })
  let published = 0
  while (!reader.isGone) {
    hub.publish(largeEvent())
    published += 1
    await new Promise(setImmediate)
  }
  expect(published).toBeGreaterThan(feedLimits.maxQueuedBytes / 100_000)
  expect(published).toBeLessThan(1_000)
  // Its timers are gone with it; what is left is that the account is forgotten.
  expect(clock.pending).toBe(1)
})

test('while the gateway goes down no feed is opened, and its client is told when to come again', async () => {
  const { app, hub } = await createWorld()
  hub.end()
  const { statusCode, headers, body } = await app.inject('/')
  expect([statusCode, headers['retry-after']]).toEqual([503, '5'])
  expect(body).toBe('Service unavailable: The gateway is shutting down; connect again in a moment.')
})

test('a client that leaves is forgotten, and its account a while later', async () => {
  const { clock, closed, port } = await createWorld()
  const abort = new AbortController()
  await fetch(`http://127.0.0.1:${port}/`, { signal: abort.signal })
  expect(clock.pending).toBe(1)
  abort.abort()
  await closed
  expect(clock.pending).toBe(1)
  clock.advance(feedLimits.historyMs)
  expect(clock.pending).toBe(0)
})
