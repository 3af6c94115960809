import type { RestPorts } from './rest-ports.js'
import type { RestScope } from './rest-scope.js'
import { addAccountRoutes } from './routes/account-routes.js'
import { addApplicationRoutes } from './routes/application-routes.js'
import { addAuthTokenRoutes } from './routes/auth-token-routes.js'
import { addBalanceRoutes } from './routes/balance-routes.js'
import { addCallEventRoutes } from './routes/call-event-routes.js'
import { addCallRoutes } from './routes/call-routes.js'
import { addDeviceRoutes } from './routes/device-routes.js'
import { addEventRoutes } from './routes/event-routes.js'
import { addIncomingPhoneNumberRoutes } from './routes/incoming-phone-number-routes.js'
import { addKeyRoutes } from './routes/key-routes.js'
import { addNotificationRoutes } from './routes/notification-routes.js'
import { addPresenceWebhookRoutes } from './routes/presence-webhook-routes.js'
import { addTokenRevocationRoutes } from './routes/token-revocation-routes.js'
import { addTokenRoutes } from './routes/token-routes.js'
import { addUsageRoutes } from './routes/usage-routes.js'
import { addUserDefinedMessageRoutes } from './routes/user-defined-message-routes.js'
import { ownRoot } from './serialise/api-version.js'

/** Adds the routes of one resource to the root that it lives under. */
export type AddRoutes = (scope: RestScope, ports: RestPorts) => void

/** Every resource there is, under the root of its path. */
export const restRoots: Readonly<Record<string, readonly AddRoutes[]>> = {
  '/2010-04-01': [
    addAccountRoutes,
    addApplicationRoutes,
    addBalanceRoutes,
    addCallEventRoutes,
    addCallRoutes,
    addIncomingPhoneNumberRoutes,
    addKeyRoutes,
    addNotificationRoutes,
    addTokenRoutes,
    addUsageRoutes,
    addUserDefinedMessageRoutes,
  ],
  '/v1': [addAuthTokenRoutes],
  [ownRoot]: [addDeviceRoutes, addEventRoutes, addPresenceWebhookRoutes, addTokenRevocationRoutes],
}
