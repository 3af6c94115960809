import type { FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { StoreError } from '../../store/store-error.js'
import { parameterError } from '../parameter/parameter-error.js'
import { notFound, RestError } from './rest-error.js'

/** What fastify says of a request that it cannot read. */
interface HttpError {
  readonly statusCode?: number
  readonly code?: string
}

/** The answer to an error of any kind; undefined if it is a defect or a failure of the gateway, which is to be logged. */
export function toRestError(error: unknown, request: FastifyRequest): RestError | undefined {
  if (error instanceof RestError) return error
  if (error instanceof StoreError) return ofStore(error)
  if (hasZodFastifySchemaValidationErrors(error))
    return error.validationContext === 'params' ? notFound(request) : parameterError(error, request)
  return ofHttp(error as HttpError)
}

function ofStore({ code }: StoreError): RestError | undefined {
  if (code === 'bad-page')
    return new RestError(20422, 'PageToken was not made by this list; start from the first page.')
  if (code === 'unknown-reference')
    return new RestError(20409, 'What the request names was deleted in the meantime; make it anew, or leave it out.')
  return undefined
}

function ofHttp({ statusCode, code }: HttpError): RestError | undefined {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new RestError(20413)
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new RestError(19056, 'Send application/x-www-form-urlencoded.')
  const isOurs = statusCode === undefined || statusCode >= 500
  return isOurs ? undefined : new RestError(20422, 'The request cannot be read.')
}
