import type { FastifyRequest } from 'fastify'
import type { Account } from '../../account/account.js'
import type { RestScope } from '../rest-scope.js'
import type { Identity } from './authenticate.js'

/** Who asks, and whose resources are asked for. */
export interface Caller extends Identity {
  /** The account in the path, or the caller's own if there is none in it. */
  readonly target: Account
}

const key = Symbol('caller')

/** Make room for the caller in the requests of a scope. */
export function decorateCaller(scope: RestScope): void {
  scope.decorateRequest(key)
}

/** Note who asks. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  request.setDecorator(key, caller)
}

/** Who asks; known from the first hook on. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(key)
}

/** The account whose resources are asked for. */
export function accountOf(request: FastifyRequest): Account {
  return callerOf(request).target
}
