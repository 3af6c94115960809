import { Message, classes, methods, parseMessage } from 'werift'
import type { IceCredentials } from '../../audio-description.js'
import type { NetworkPath } from './endpoint-socket.js'

/** What came of one STUN message. */
export interface StunOutcome {
  /** To be sent back along the path that the message came by. */
  readonly response: Buffer
  /** The message was a device's connectivity check: it proves that the device is there. */
  readonly isCheck: boolean
}

const roleConflict = [487, 'Role Conflict'] as const

function integrityKey({ password }: IceCredentials): Buffer {
  return Buffer.from(password, 'utf8')
}

/** Link-local addresses come with their interface, which has no place in a message. */
function withoutZone(address: string): string {
  return address.split('%')[0] ?? address
}

/** RFC 8489 §14.5: what stands behind the integrity attribute is not covered by it, and is ignored. */
function protectedAttributes(message: Message): readonly string[] {
  const names = message.attributesKeys
  return names.slice(0, names.indexOf('MESSAGE-INTEGRITY'))
}

/**
 * The gateway's side of ICE as a lite agent (RFC 8445 §2.5): it waits to be checked and answers; the device checks,
 * chooses the path, and keeps proving its consent. Devices send offers without candidates, so a full agent would have
 * nothing to check either.
 *
 * Every request must carry the integrity of the current credentials, or during a restart of those before: otherwise
 * anyone who knows the port could turn the media to another address.
 */
export class IceLiteAgent {
  readonly #onPath: (path: NetworkPath) => void
  #credentials: IceCredentials
  /** Those of before a restart: they hold until the device has chosen a path with the new ones (RFC 8445 §2.4). */
  #previous: IceCredentials | undefined
  #path: NetworkPath | undefined

  /** @param onPath - called with each path that is to be used from now on */
  constructor(credentials: IceCredentials, onPath: (path: NetworkPath) => void) {
    this.#credentials = credentials
    this.#onPath = onPath
  }

  /** What descriptions are to say. */
  get credentials(): IceCredentials {
    return this.#credentials
  }

  /** Where to send; `undefined` until the device was heard. */
  get path(): NetworkPath | undefined {
    return this.#path
  }

  /** Ask for new checks with new credentials; the path stays until they have led to another. */
  restart(credentials: IceCredentials): void {
    this.#previous = this.#credentials
    this.#credentials = credentials
  }

  /** Whether a datagram came along the path that is in use. */
  isSelected({ socket, address, port }: NetworkPath): boolean {
    const selected = this.#path
    return selected?.port === port && selected.address === address && selected.socket === socket
  }

  /** Handle one STUN message; `undefined` if it is not a check that this endpoint was asked to answer. */
  receive(datagram: Buffer, path: NetworkPath): StunOutcome | undefined {
    const credentials = this.#credentialsFor(datagram)
    const request = credentials && parseMessage(datagram, integrityKey(credentials))
    if (!request) return undefined
    const attributes = protectedAttributes(request)
    const isConflict = attributes.includes('ICE-CONTROLLED')
    const response = new Message(methods.BINDING, isConflict ? classes.ERROR : classes.RESPONSE, request.transactionId)
    // A lite agent is always the controlled one. A device that took it for a full agent switches at this error
    // (RFC 8445 §7.2.5.1): the official clients can be told to strip a=ice-lite.
    if (isConflict) response.setAttribute('ERROR-CODE', roleConflict)
    else response.setAttribute('XOR-MAPPED-ADDRESS', [withoutZone(path.address), path.port])
    response.addMessageIntegrity(integrityKey(credentials)).addFingerprint()
    // The first path that is proved good serves until the device nominates one: browsers begin the DTLS handshake on it,
    // before they nominate, and would have to repeat it.
    if (!isConflict && (!this.#path || attributes.includes('USE-CANDIDATE'))) this.#select(path, credentials)
    return { response: response.bytes, isCheck: !isConflict }
  }

  #credentialsFor(datagram: Buffer): IceCredentials | undefined {
    const message = parseMessage(datagram)
    if (message?.messageClass !== classes.REQUEST || message.messageMethod !== methods.BINDING) return undefined
    const username: unknown = message.getAttributeValue('USERNAME')
    const ufrag = typeof username === 'string' ? username.split(':')[0] : undefined
    return [this.#credentials, this.#previous].find((credentials) => credentials?.ufrag === ufrag)
  }

  #select(path: NetworkPath, credentials: IceCredentials): void {
    if (credentials === this.#credentials) this.#previous = undefined
    if (this.isSelected(path)) return
    this.#path = path
    this.#onPath(path)
  }
}
