import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyFormbody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import { ClientCapability } from '@ringdown/token'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Account } from '../account/account.js'
import type { Application } from '../account/application.js'
import type { IssuedIceServer } from '../ice/issue-ice-servers.js'
import { createDemoSound } from './demo-sound.js'
import type { PeopleFeed } from './people-feed.js'

/** What the demo needs of the gateway around it. */
export interface DemoPorts {
  /** Whom the demo issues tokens for; undefined when it is gone. */
  readonly account: () => Promise<Account | undefined>
  /** Undefined until the gateway listens. */
  readonly application: () => Application | undefined
  /** Undefined until the gateway listens. */
  readonly httpsPort: () => number | undefined
  readonly people: PeopleFeed
  /** STUN and TURN servers for the phone of a name, with a login that is good for as long as its token. */
  readonly iceServers: (name: string, ttlSeconds: number) => readonly IssuedIceServer[]
}

const pages = fileURLToPath(new URL('../../assets/demo/', import.meta.url))
const tokenTtlSeconds = 3_600

const tokenRequest = z.object({ name: z.string().regex(/^[A-Za-z0-9_]{1,32}$/) })
const voiceRequest = z.object({ To: z.string().optional(), From: z.string().optional() })

/**
 * The demo of the development mode: a page that is a phone, tokens for it, who is there, and the VoiceUrl that connects
 * one name to another. Whoever can reach it gets tokens, so it is never part of a gateway in earnest.
 */
export async function registerDemoRoutes(app: FastifyInstance, ports: DemoPorts): Promise<void> {
  if (!app.hasContentTypeParser('application/x-www-form-urlencoded')) await app.register(fastifyFormbody)
  await app.register(fastifyStatic, { root: pages, prefix: '/demo/' })
  leadToHttps(app, ports.httpsPort)
  for (const path of ['/', '/demo']) app.get(path, (_request, reply) => reply.redirect('/demo/'))
  app.get('/demo/sdk.js', (_request, reply) => {
    const folder = findSdk()
    if (folder !== undefined) return reply.sendFile('twilio.min.js', folder)
    reply.callNotFound()
    return reply
  })
  app.get<{ Params: { name: string } }>('/demo/sound/:name.wav', (request, reply) => {
    const sound = createDemoSound(request.params.name)
    if (sound !== undefined) return reply.type('audio/wav').send(sound)
    reply.callNotFound()
    return reply
  })
  app.get('/demo/people', (_request, reply) => {
    reply.hijack()
    ports.people.add(reply.raw)
  })
  app.post('/demo/token', async (request, reply) => {
    const parsed = tokenRequest.safeParse(request.body)
    if (!parsed.success) {
      return reply.code(400).send({ code: 31105, message: 'Choose a name of up to 32 letters, digits or _.' })
    }
    const { name } = parsed.data
    const token = await issueToken(ports, name)
    if (token !== undefined) {
      const iceServers = ports.iceServers(name, tokenTtlSeconds)
      return { token, iceServers, isShared: ports.people.names().includes(name) }
    }
    return reply.code(503).send({ code: 31203, message: 'The demo account is gone. Restart the gateway.' })
  })
  app.post('/demo/voice', (request, reply) => {
    const { To = '' } = voiceRequest.parse(request.body)
    return reply.type('text/xml').send(answerWith(To))
  })
}

/** The SDK opens its WebSocket over TLS only, and a browser asks about our certificate for a page only. */
function leadToHttps(app: FastifyInstance, httpsPort: DemoPorts['httpsPort']): void {
  app.addHook('onRequest', (request, reply, done) => {
    const port = httpsPort()
    const isPage = /^\/(?:demo\/?)?(?:\?|$)/.test(request.url)
    if (isPage && request.protocol === 'http' && port !== undefined)
      reply.redirect(`https://${request.hostname}:${port}/demo/`)
    else done()
  })
}

async function issueToken({ account, application }: DemoPorts, name: string): Promise<string | undefined> {
  const [found, { sid: applicationSid } = {}] = [await account(), application()]
  if (found === undefined || applicationSid === undefined) return undefined
  return new ClientCapability({ accountSid: found.sid, authToken: found.authToken, ttl: tokenTtlSeconds })
    .addScope(new ClientCapability.IncomingClientScope(name))
    .addScope(new ClientCapability.OutgoingClientScope({ applicationSid, clientName: name }))
    .toJwt()
}

function answerWith(name: string): string {
  const verb = tokenRequest.shape.name.safeParse(name).success
    ? `<Dial answerOnBridge="true"><Client>${name}</Client></Dial>`
    : '<Reject/>'
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verb}</Response>`
}

/** The folder of the official browser SDK's script-tag build, where npm has installed it. */
function findSdk(): string | undefined {
  try {
    const folder = join(createRequire(import.meta.url).resolve('@twilio/voice-sdk'), '../../dist')
    return existsSync(join(folder, 'twilio.min.js')) ? folder : undefined
  } catch {
    return undefined
  }
}
