import { createRequire } from 'node:module'
import type { jwt } from 'twilio-6'

/** The 2.x capability token, which has no declarations of its own. */
interface LegacyCapability {
  readonly capabilities: readonly string[]
  allowClientIncoming(clientName: string): this
  allowClientOutgoing(appSid: string, params?: object): this
  allowEventStream(filters?: object | string): this
  generate(ttlSeconds?: number): string
}

interface LegacyCapabilityConstructor {
  new (accountSid?: string, authToken?: string): LegacyCapability
  (accountSid?: string, authToken?: string): LegacyCapability
}

type OfficialJwt = Pick<typeof jwt, 'AccessToken' | 'ClientCapability'>

// By `require`, as their users load them: twilio-2 and twilio-3 predate ES modules.
const require = createRequire(import.meta.url)

/** `twilio.Capability` of 2.11.1. */
export const OfficialCapability: LegacyCapabilityConstructor = (
  require('twilio-2') as { readonly Capability: LegacyCapabilityConstructor }
).Capability

/** `twilio.jwt` of 3.84.1; its classes have the shapes of version 6. */
export const officialJwt3: OfficialJwt = (require('twilio-3') as { readonly jwt: OfficialJwt }).jwt

/** `twilio.jwt` of 6.2.0. */
export const officialJwt6: OfficialJwt = (require('twilio-6') as { readonly jwt: OfficialJwt }).jwt
