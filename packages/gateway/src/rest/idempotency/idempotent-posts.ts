import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOf } from '../auth/caller.js'
import type { Clock } from '../../clock.js'
import { RestError } from '../error/rest-error.js'
import type { RestScope } from '../rest-scope.js'
import { type Claim, idempotencyLimits, ReplyBook } from './reply-book.js'

/** What newer official clients send to some services, and the name that the official service gives its own requests. */
const headerNames = ['idempotency-key', 'i-twilio-idempotency-token'] as const

const key = Symbol('settle idempotent request')

/** Where some resources take the token. */
interface Parameters {
  readonly IdempotencyKey?: string | string[]
}

type Settle = Extract<Claim, { type: 'run' }>['settle']

/**
 * Answer a POST that is sent again with the same idempotency token as it was answered the first time, without doing
 * anything. The token counts for the credentials that it came with; with other parameters it is refused (20409).
 */
export function addIdempotentPosts(scope: RestScope, clock: Pick<Clock, 'now'>): void {
  const book = new ReplyBook(clock)
  scope.decorateRequest(key)
  scope.addHook('preValidation', async (request, reply) => {
    const token = tokenOf(request)
    if (token === undefined) return undefined
    const claim = await book.claim(`${callerOf(request).username} ${token}`, fingerprintOf(request))
    if (claim.type === 'run') {
      request.setDecorator(key, claim.settle)
      return undefined
    }
    if (claim.type === 'conflict') throw new RestError(20409, 'The idempotency token came with another request before.')
    return reply.code(claim.reply.status).type('application/json; charset=utf-8').send(claim.reply.body)
  })
  scope.addHook('onSend', (request, reply, payload, done) => {
    settle(request, reply, payload)
    done()
  })
}

function tokenOf({ method, headers, body }: FastifyRequest): string | undefined {
  if (method !== 'POST') return undefined
  const token = headerNames.map((name) => headers[name]).find((value) => value !== undefined)
  const { IdempotencyKey: parameter } = (body ?? {}) as Parameters
  // What is wrong with a parameter, its route says.
  if (token === undefined) return isToken(parameter) ? parameter : undefined
  if (isToken(token)) return token
  throw new RestError(20422, `An idempotency token must have 1 to ${idempotencyLimits.maxTokenLength} characters.`)
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= idempotencyLimits.maxTokenLength
}

// A digest, so that no parameter is kept.
function fingerprintOf({ method, url, body }: FastifyRequest): string {
  return hash('sha256', JSON.stringify([method, url, body]), 'base64')
}

function settle(request: FastifyRequest, { statusCode }: FastifyReply, payload: unknown): void {
  const run = request.getDecorator<Settle | undefined>(key)
  run?.(statusCode < 300 && typeof payload === 'string' ? { status: statusCode, body: payload } : undefined)
}
