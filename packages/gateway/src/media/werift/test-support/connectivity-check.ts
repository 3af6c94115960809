import { Message, classes, methods } from 'werift'
import type { IceCredentials } from '../../audio-description.js'

/** What is not as usual about a check. */
export interface CheckOptions {
  /** The key of its integrity, if that is not the gateway's password. */
  readonly password?: string
  readonly nominates?: boolean
  readonly role?: 'ICE-CONTROLLING' | 'ICE-CONTROLLED'
}

/** A device's connectivity check (RFC 8445 §7.2.2). */
export function connectivityCheck(
  to: IceCredentials,
  { password = to.password, nominates = false, role = 'ICE-CONTROLLING' }: CheckOptions = {},
): Buffer {
  const request = new Message(methods.BINDING, classes.REQUEST)
  request.setAttribute('USERNAME', `${to.ufrag}:device`).setAttribute('PRIORITY', 1).setAttribute(role, 7n)
  if (nominates) request.setAttribute('USE-CANDIDATE', null)
  return request.addMessageIntegrity(Buffer.from(password)).addFingerprint().bytes
}
