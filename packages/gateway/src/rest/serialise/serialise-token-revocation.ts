import { z } from 'zod'
import type { TokenRevocation } from '../../account/token-revocation.js'
import { iso8601, toIso8601 } from './resource-field.js'

/** A revocation of tokens, as Ringdown's own API writes it. */
export const tokenRevocationResource = z
  .object({
    account_sid: z.string(),
    token_id: z.string().nullable().meta({ description: 'The tokens with this id are refused.' }),
    client_name: z.string().nullable().meta({ description: 'The tokens for this client are refused.' }),
    date_issued_before: iso8601
      .nullable()
      .meta({ description: 'Of a client: only the tokens that were issued before. Null for a token id.' }),
    date_expires: iso8601.meta({ description: 'From then on nothing is left to refuse.' }),
    date_created: iso8601,
  })
  .meta({ id: 'TokenRevocation', description: 'By it tokens are refused that would hold otherwise.' })

/** Write a revocation. */
export function serialiseTokenRevocation(revocation: TokenRevocation): z.infer<typeof tokenRevocationResource> {
  const isOfClient = revocation.kind === 'client-name'
  return {
    account_sid: revocation.accountSid,
    token_id: isOfClient ? null : revocation.tokenId,
    client_name: isOfClient ? revocation.clientName : null,
    date_issued_before: isOfClient ? toIso8601(revocation.issuedBefore * 1000) : null,
    date_expires: toIso8601(revocation.expiresAt * 1000),
    date_created: toIso8601(revocation.createdAt),
  }
}
