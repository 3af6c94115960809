import { expect } from 'vitest'
import type { RawRequest, RestWorld } from './rest-world.js'

/** A request with one parameter that is wrong, and what it is to be told. */
export interface ParameterFault {
  readonly path: string
  /** The parameters; in the body of a POST unless `method` is GET. */
  readonly form: Readonly<Record<string, string>>
  readonly method?: 'GET' | 'POST'
  readonly code: number
  readonly message: string
}

/** Expect that a wrong parameter is answered with 400, its code and its text. */
export async function expectParameterFault(
  world: Pick<RestWorld, 'ask'>,
  { path, form, method = 'POST', code, message }: ParameterFault,
): Promise<void> {
  const query = method === 'GET' ? `?${new URLSearchParams(form).toString()}` : ''
  const request: RawRequest = method === 'GET' ? {} : { method, form }
  const { status, json } = await world.ask(`${path}${query}`, request)
  expect({ status, json }).toEqual({
    status: 400,
    json: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 },
  })
}
