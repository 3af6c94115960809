import type { FastifyRequest, FastifySchema } from 'fastify'
import { z } from 'zod'
import { RestError } from '../error/rest-error.js'
import { type ParameterRule, ruleOf } from './parameter.js'

/** An error of validation as fastify hands it on. */
interface ValidationError {
  readonly validation: readonly { readonly instancePath: string }[]
  readonly validationContext?: string | undefined
}

const parts = { body: 'body', querystring: 'query' } as const

const fallback: ParameterRule = { code: 20422, allowed: 'of another form' }

/**
 * What a client is told of the first parameter that does not fit: the code that belongs to the parameter, its name and
 * its rule. Never the value: it may be a secret.
 */
export function parameterError({ validation, validationContext }: ValidationError, request: FastifyRequest): RestError {
  const part = validationContext === 'querystring' ? 'querystring' : 'body'
  const name = validation[0]?.instancePath.split('/')[1] ?? ''
  const schema = shapeOf(request.routeOptions.schema, part)[name]
  const rule = ruleOf(schema) ?? fallback
  const { [name]: value } = request[parts[part]] as Readonly<Record<string, unknown>>
  if (value === undefined || (value === '' && rule.missing !== undefined && schema?._zod.optin !== 'optional'))
    return new RestError(rule.missing ?? 20422, `${name} is required.`)
  return new RestError(rule.code, `${name} must be ${tooManyOf(value, rule) ?? rule.allowed}.`)
}

function tooManyOf(value: unknown, { maxValues = 1 }: ParameterRule): string | undefined {
  if (!Array.isArray(value) || value.length <= maxValues) return undefined
  return maxValues === 1 ? 'given once, not several times' : `given at most ${maxValues} times`
}

function shapeOf(schema: FastifySchema | undefined, part: keyof typeof parts): Readonly<Record<string, z.ZodType>> {
  const object = schema?.[part]
  return object instanceof z.ZodObject ? object.shape : {}
}
