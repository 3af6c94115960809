import type { Account } from '../account/account.js'
import { CallSession } from './call-session.js'
import type { CallSharing } from './call-sharing.js'
import type { Call } from './state/call.js'

/** Make the session of a call; nobody finds it before it is added to the registry. */
export function openSession(sharing: CallSharing, account: Account, call: Call): CallSession {
  const { ports, registry, farewells, callNumber } = sharing
  const session = new CallSession(ports, {
    ...{ account, call, farewells, callNumber },
    onLegAdded: (callSid) => {
      registry.addLeg(session, callSid)
    },
    track: (task) => {
      registry.track(task)
    },
  })
  return session
}
