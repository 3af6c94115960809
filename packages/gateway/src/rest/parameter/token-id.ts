import { z } from 'zod'
import { isTokenId, isTokenText, maxTokenIdLength } from '../../account/token-id.js'
import { parameter } from './parameter.js'

/** The id of a token. */
export function tokenId(): z.ZodString {
  const schema = z.string().refine((given) => isTokenId(given) && !isTokenText(given) && !given.includes('\0'))
  const allowed = `the id of a token, its claim jti, of 1 to ${maxTokenIdLength} characters, and not the token itself`
  return parameter(schema, { code: 20422, allowed }, { minLength: 1, maxLength: maxTokenIdLength })
}
