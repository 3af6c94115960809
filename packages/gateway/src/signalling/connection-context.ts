import type { ProtocolError } from '@ringdown/protocol'
import type { Authorise } from '../account/authorise.js'
import type { CallService } from '../call/call-service.js'
import type { Clock } from '../clock.js'
import type { Ids } from '../ids.js'
import type { RateLimiter } from '../rate-limiter.js'
import type { TrustedProxies } from '../trusted-proxies.js'
import type { Presence } from './presence.js'
import type { SignallingLimits } from './signalling-limits.js'

/** Where this gateway is, as devices are told. */
export interface GatewayPlace {
  readonly region: string
  readonly edge: string
  /** The name of this node. */
  readonly gateway: string
  /** Where `@twilio/voice-sdk` sends its insights. */
  readonly home: string
}

/** What every connection shares. */
export interface ConnectionContext {
  readonly clock: Clock
  readonly ids: Ids
  readonly limits: SignallingLimits
  readonly place: GatewayPlace
  readonly authorise: Authorise
  readonly calls: CallService
  readonly presence: Presence
  /** Tokens of one account that are looked at. */
  readonly listenRate: RateLimiter
  /** The address that an upgrade comes from. */
  readonly clientAddressOf: TrustedProxies['clientAddressOf']
  /** The node is going down: nobody new is registered, and no call starts. */
  readonly isDraining: () => boolean
  readonly onAdmitted: (deviceId: string, accountSid: string) => void
  readonly onRefused: (deviceId: string, code: number) => void
  readonly onMalformed: (deviceId: string, error: ProtocolError) => void
  readonly onSlowReader: (deviceId: string) => void
  readonly onFault: (deviceId: string, error: unknown) => void
}
