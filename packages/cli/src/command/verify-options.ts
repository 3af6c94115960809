import type { AsyncVerifyOptions } from '@ringdown/token'
import { usageError } from '../error/command-error.js'
import type { CredentialOptions, SecretSource } from '../input/secret-source.js'
import type { TokenOptions } from '../input/token-source.js'

/** Options of `ringdown token verify`. */
export interface VerifyCommandOptions extends CredentialOptions, TokenOptions {
  /** Whole seconds. */
  readonly leeway?: number
  /** Whole seconds. */
  readonly maxLifetime?: number
  readonly strict?: true
  readonly strictSids?: true
  readonly json?: true
}

/** Put together what the token library is asked. A secret is only read when the token is of the kind that needs it. */
export function toVerifyOptions(options: VerifyCommandOptions, source: SecretSource, now: number): AsyncVerifyOptions {
  const { leeway, maxLifetime, strict, strictSids } = options
  return {
    now,
    leewaySeconds: leeway,
    maxLifetimeSeconds: maxLifetime,
    accountSid: source.accountSid?.value,
    strict,
    strictSids,
    keyFor: async () => {
      const [primary, secondary] = [await source.readAuthToken(), await source.readSecondaryAuthToken()]
      return secondary === undefined ? [primary] : [primary, secondary]
    },
    apiKeyFor: async (apiKeySid) => {
      const accountSid = source.accountSid?.value
      if (accountSid === undefined) {
        throw usageError('This is an access token, whose account has to be known: pass --account-sid <sid>.')
      }
      if (source.apiKeySid !== undefined && source.apiKeySid.value !== apiKeySid) return undefined
      return { accountSid, secret: await source.readApiKeySecret() }
    },
  }
}
