import { ClientCapability, decodeCapabilityToken } from '@ringdown/token'
import { createCapability } from './capability-class.js'

/** A token with the sample's scopes. */
export const sampleToken: string = createCapability(ClientCapability).toJwt()

/** Its scope claim, for contenders that do not write scopes. */
export const sampleScope = String(decodeCapabilityToken(sampleToken).payload['scope'])
