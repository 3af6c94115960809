import { sample } from './sample.js'

interface Scope {
  readonly scope: string
  payload(): string
}

interface CapabilityObject {
  addScope(scope: Scope): unknown
  toJwt(): string
}

interface OutgoingOptions {
  readonly applicationSid: string
  readonly clientName: string
  readonly params: Readonly<Record<string, string>>
}

/** A class with the interface of the official library's `ClientCapability`. */
export interface CapabilityClass {
  new (options: { readonly accountSid: string; readonly authToken: string; readonly ttl: number }): CapabilityObject
  readonly IncomingClientScope: new (clientName: string) => Scope
  readonly OutgoingClientScope: new (options: OutgoingOptions) => Scope
}

/** Grant the sample's scopes with any of the libraries: the same statements for each. */
export function createCapability(library: CapabilityClass): CapabilityObject {
  const { accountSid, authToken, applicationSid, clientName, params, ttlSeconds } = sample
  const capability = new library({ accountSid, authToken, ttl: ttlSeconds })
  capability.addScope(new library.IncomingClientScope(clientName))
  capability.addScope(new library.OutgoingClientScope({ applicationSid, clientName, params }))
  return capability
}
