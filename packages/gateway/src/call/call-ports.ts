import type { Clock } from '../clock.js'
import type { Ids } from '../ids.js'
import type { MediaEngine } from '../media/media.js'
import type { Store } from '../store/store.js'
import type { WebhookClient } from '../webhook/webhook.js'
import type { CallObserver } from './call-observer.js'
import type { DeviceDirectory } from './device-directory.js'

/** Bounds of calls. */
export interface CallLimits {
  /** How long a call waits for a device whose socket was lost, unless the client asks for more; checked again while media flows. */
  readonly graceMs: number
  /** Calls of one account that may run at once. */
  readonly maxCallsPerAccount: number
  /** The longest call, in seconds. */
  readonly maxCallSeconds: number
}

/** Everything outside that calls need. */
export interface CallPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Pick<Store, 'calls' | 'applications' | 'accounts' | 'userDefinedMessageSubscriptions'>
  readonly media: MediaEngine
  readonly webhooks: WebhookClient
  readonly devices: DeviceDirectory
  readonly observer: CallObserver
  readonly limits: CallLimits
}
