import type { Account } from '../account/account.js'
import { CallSession } from './call-session.js'
import type { CallSharing } from './call-sharing.js'
import type { Call } from './state/call.js'

/** Make the session of a call; nobody finds it before it is added to the registry. */
export function openSession({ ports, registry, farewells }: CallSharing, account: Account, call: Call): CallSession {
  const session = new CallSession(ports, {
    ...{ account, call, farewells },
    onLegAdded: (callSid) => {
      registry.addLeg(session, callSid)
    },
  })
  return session
}
