import { AccessToken } from './access-token.js'
import { ClientCapability } from './client-capability.js'

/** The classes under the names they have in the official library: `require('@ringdown/token').jwt.ClientCapability`. */
export const jwt: {
  readonly AccessToken: typeof AccessToken
  readonly ClientCapability: typeof ClientCapability
} = Object.freeze({ AccessToken, ClientCapability })
