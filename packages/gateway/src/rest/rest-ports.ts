import type { AccountSid } from '@ringdown/protocol'
import type { Authorise } from '../account/authorise.js'
import type { CallObserver } from '../call/call-observer.js'
import type { CallService } from '../call/call-service.js'
import type { Clock } from '../clock.js'
import type { IceServer } from '../config/ice-servers-setting.js'
import type { FeedHub } from '../feed/feed-hub.js'
import type { Ids } from '../ids.js'
import type { DevicePorts } from './device/device-ports.js'
import type { Store } from '../store/store.js'

/** What the REST API needs of the gateway around it. */
export interface RestPorts {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  /** The gateway is about to stop: it takes no new calls. */
  readonly isDraining: () => boolean
  readonly calls: Pick<CallService, 'create' | 'update' | 'sendMessage' | 'isRunning'>
  readonly observer: CallObserver
  readonly devices: DevicePorts
  /** Decides what a device token lets a page do. */
  readonly authorise: Authorise
  readonly feeds: Pick<FeedHub, 'open'>
  /** STUN and TURN servers for devices. */
  readonly iceServers: readonly IceServer[]
  /** Turn away the devices of an account whose tokens no longer hold, one that talks when its call is over, and end such feeds. */
  readonly expelInvalid: (accountSid: AccountSid) => Promise<void>
  /** End every call of an account that has just been suspended or closed, and turn its devices away. */
  readonly endAccount: (accountSid: AccountSid) => Promise<void>
  /** A request failed through no fault of its client; `requestId` is what the client was told. */
  readonly onFault: (requestId: string, error: unknown) => void
  /** Credentials were refused; `username` is the account or API key that they named, if it has the form of a SID. */
  readonly onRefused: (address: string, username: string | undefined) => void
}
