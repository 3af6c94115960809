import { z } from 'zod'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import { type IssuedIceServer, issueIceServers } from '../../ice/issue-ice-servers.js'
import { accountOf } from '../auth/caller.js'
import { wholeNumber } from '../parameter/whole-number.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { rfc2822 } from '../serialise/resource-field.js'
import { operation } from './operation.js'
import { accountPath } from './resource-path.js'

const daySeconds = 86_400

const iceServer = z.object({
  url: z.string().meta({ description: 'The same as urls, for older clients.' }),
  urls: z.string(),
  username: z.string().exactOptional(),
  credential: z.string().exactOptional(),
})

const tokenResource = z
  .object({
    account_sid: z.string(),
    username: z.string().nullable(),
    password: z.string().nullable(),
    ttl: z.string().meta({ description: 'Seconds.' }),
    ice_servers: z.array(iceServer),
    date_created: rfc2822,
    date_updated: rfc2822,
  })
  .meta({ id: 'Token', description: 'STUN and TURN servers for a device, with a login that expires.' })

/** Tokens: STUN and TURN servers for devices (Twilio, "Network Traversal Service"). */
export function addTokenRoutes(scope: RestScope, { clock, iceServers }: RestPorts): void {
  const body = z.object({ Ttl: wholeNumber({ min: 1, max: daySeconds }).exactOptional() })
  scope.post(
    '/Accounts/:AccountSid/Tokens.json',
    operation('Tokens', 'Create a token', { params: accountPath, body, answers: { 201: tokenResource } }),
    (request, reply) => {
      const { sid } = accountOf(request)
      const { Ttl: ttl = daySeconds } = request.body
      const now = clock.now()
      const servers = issueIceServers(iceServers, { name: sid, expiresAt: Math.floor(now / 1000) + ttl })
      const login = servers.find(({ username }) => username !== undefined)
      reply.code(201)
      return {
        account_sid: sid,
        username: login?.username ?? null,
        password: login?.credential ?? null,
        ttl: String(ttl),
        ice_servers: servers.flatMap(toEntries),
        date_created: formatRfc2822(now),
        date_updated: formatRfc2822(now),
      }
    },
  )
}

/** One entry for each URL, as the official API has it. */
function toEntries({ urls, username, credential }: IssuedIceServer): z.infer<typeof iceServer>[] {
  const login = username === undefined || credential === undefined ? {} : { username, credential }
  return urls.map((url) => ({ url, urls: url, ...login }))
}
