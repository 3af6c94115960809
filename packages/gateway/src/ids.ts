import type { Sid, SidPrefix } from '@ringdown/protocol'

/** The one source of identifiers and secrets inside the gateway. */
export interface Ids {
  /** 34 characters: the prefix, then 32 lower-case hex digits. */
  sid<Prefix extends SidPrefix>(prefix: Prefix): Sid<Prefix>
  /** A random UUID (RFC 9562, version 4). */
  uuid(): string
  /** 32 lower-case hex digits from a cryptographic source: an auth token, an API key's secret, a reconnect token. */
  secret(): string
}
