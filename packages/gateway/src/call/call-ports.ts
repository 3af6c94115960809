import type { Clock } from '../clock.js'
import type { Ids } from '../ids.js'
import type { MediaEngine } from '../media/media.js'
import type { Store } from '../store/store.js'
import type { WebhookClient } from '../webhook/webhook.js'
import type { CallObserver } from './call-observer.js'
import type { DeviceDirectory } from './device-directory.js'
import type { LineMedia } from './line/line-media.js'

/** Bounds of calls. */
export interface CallLimits {
  /** How long a call waits for a device whose socket was lost, unless the client asks for more; checked again while media flows. */
  readonly graceMs: number
  /** Calls of one account that may run at once. */
  readonly maxCallsPerAccount: number
  /** The longest call, in seconds. */
  readonly maxCallSeconds: number
}

type CallStores = 'calls' | 'applications' | 'accounts' | 'incomingPhoneNumbers' | 'userDefinedMessageSubscriptions'

/** Everything outside that calls need. */
export interface CallPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Pick<Store, CallStores>
  readonly media: MediaEngine
  readonly webhooks: WebhookClient
  readonly devices: DeviceDirectory
  readonly observer: CallObserver
  readonly limits: CallLimits
}

/** The same inside calls, where audio also flows from call to call. */
export interface SessionPorts extends CallPorts {
  readonly media: LineMedia
}
