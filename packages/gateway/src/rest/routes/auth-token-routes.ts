import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { rotateAuthToken, type RotationStep } from '../../account/rotate-auth-token.js'
import { createMailbox } from '../../call/mailbox.js'
import { accountOf } from '../auth/caller.js'
import { RestError } from '../error/rest-error.js'
import { truth } from '../parameter/truth.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { iso8601, toIso8601 } from '../serialise/resource-field.js'
import { gone, operation } from './operation.js'

const secondary = '/AuthTokens/Secondary'
const promote = '/AuthTokens/Promote'
const tag = 'Auth tokens'

const common = { account_sid: z.string(), date_created: iso8601, date_updated: iso8601, url: z.string() }

const secondaryAuthTokenResource = z
  .object({ ...common, secondary_auth_token: z.string() })
  .meta({ id: 'SecondaryAuthToken', description: 'The auth token that is accepted beside the primary one.' })

const promotionResource = z
  .object({ ...common, auth_token: z.string() })
  .meta({ id: 'AuthTokenPromotion', description: 'The auth token that is the primary one now: it signs webhooks.' })

/** A step of a rotation that is asked for. */
type TakeStep = (request: FastifyRequest, step: RotationStep) => Promise<Account>

/**
 * Rotation of the auth token of the account that signs in: a secondary one is made, and promoted or deleted (Twilio,
 * "Auth Token resources" of accounts.twilio.com).
 */
export function addAuthTokenRoutes(scope: RestScope, ports: RestPorts): void {
  const takeStep = createSteps(ports)
  const config = { needsAuthToken: true }
  // Nobody is notified here.
  const body = z.object({ SuppressEmailNotification: truth().exactOptional() })
  const made = { body, answers: { 201: secondaryAuthTokenResource } }
  scope.post(
    secondary,
    { config, ...operation(tag, 'Create a secondary auth token', made) },
    async (request, reply) => {
      const account = await takeStep(request, 'start')
      reply.code(201)
      return { ...commonOf(account, request), secondary_auth_token: account.secondaryAuthToken ?? '' }
    },
  )
  const removed = { config, ...operation(tag, 'Delete the secondary auth token', { answers: gone }) }
  scope.delete(secondary, removed, async (request, reply) => {
    await takeStep(request, 'remove')
    reply.code(204)
  })
  const promoted = { body, answers: { 200: promotionResource } }
  scope.post(promote, { config, ...operation(tag, 'Promote the secondary auth token', promoted) }, async (request) => {
    const account = await takeStep(request, 'promote')
    return { ...commonOf(account, request), auth_token: account.authToken }
  })
}

function createSteps({ store, ids, clock }: RestPorts): TakeStep {
  // One at a time: a step begins with what the one before has written.
  const turns = createMailbox()
  return (request, step) =>
    turns.post(async () => {
      const { sid } = accountOf(request)
      const account = await store.accounts.find(sid)
      const tokens = account && rotateAuthToken(account, step, () => ids.secret())
      if (tokens === undefined) throw new RestError(20409, impossible[step])
      const changed = await store.accounts.update(sid, tokens, clock.now())
      if (changed === undefined) throw new RestError(20409)
      return changed
    })
}

const noSecondary = 'There is no secondary auth token; create one first.'
const impossible = {
  start: 'There is a secondary auth token already; promote it or delete it.',
  promote: noSecondary,
  remove: noSecondary,
} as const satisfies Record<RotationStep, string>

function commonOf(
  { sid, createdAt, updatedAt }: Account,
  { protocol, host, routeOptions: { url = '' } }: FastifyRequest,
): z.infer<z.ZodObject<typeof common>> {
  return {
    account_sid: sid,
    date_created: toIso8601(createdAt),
    date_updated: toIso8601(updatedAt),
    url: `${protocol}://${host}${url}`,
  }
}
