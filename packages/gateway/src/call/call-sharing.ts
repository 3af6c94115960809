import type { MessageForwarder } from './application/message-forwarder.js'
import type { SessionPorts } from './call-ports.js'
import type { CallRegistry } from './call-registry.js'
import type { FarewellBook } from './device/farewell-book.js'
import type { CallNumber } from './line/call-number.js'

/** What all calls of this node share. */
export interface CallSharing {
  readonly ports: SessionPorts
  readonly registry: CallRegistry
  readonly farewells: FarewellBook
  readonly messages: MessageForwarder
  readonly callNumber: CallNumber
}
