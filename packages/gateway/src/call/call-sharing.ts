import type { MessageForwarder } from './application/message-forwarder.js'
import type { CallPorts } from './call-ports.js'
import type { CallRegistry } from './call-registry.js'
import type { FarewellBook } from './device/farewell-book.js'

/** What all calls of this node share. */
export interface CallSharing {
  readonly ports: CallPorts
  readonly registry: CallRegistry
  readonly farewells: FarewellBook
  readonly messages: MessageForwarder
}
