import { usageError } from '../error/command-error.js'
import type { Pairs } from '../input/option-value.js'
import type { CredentialOptions } from '../input/secret-source.js'

/** Options of `ringdown token create`. Times are whole Unix seconds. */
export interface CreateOptions extends CredentialOptions {
  readonly incoming?: readonly string[]
  readonly outgoing?: string
  readonly clientName?: string
  readonly param?: Pairs<string>
  readonly eventStream?: true
  readonly filter?: Pairs<string>
  readonly ttl?: number
  readonly validUntil?: number
  readonly notBefore?: number
  readonly tokenId?: string
  readonly claim?: Pairs<unknown>
  readonly wideNames?: true
  readonly strictSids?: true
  readonly access?: true
}

/**
 * Refuse options that say nothing together, before any secret is read.
 *
 * @throws CommandError with exit code 2
 */
export function checkCreateOptions(options: CreateOptions): void {
  const { incoming, outgoing, eventStream, access, apiKeySid, apiKeySecretFile } = options
  if (incoming === undefined && outgoing === undefined && eventStream === undefined) {
    throw usageError('A token has to grant something: pass --incoming <name>, --outgoing <sid> or --event-stream.')
  }
  checkDetails(options)
  if (access === undefined && (apiKeySid !== undefined || apiKeySecretFile !== undefined)) {
    throw usageError('An API key signs access tokens only: add --access, or leave the --api-key options out.')
  }
  if (access === true && namesOf(options).length !== 1) {
    throw usageError(
      'An access token speaks for one name: pass one --incoming <name> or --client-name <name>, or both alike.',
    )
  }
}

/** The client names that options speak of, each once. */
export function namesOf({ incoming = [], clientName }: CreateOptions): readonly string[] {
  return [...new Set(clientName === undefined ? incoming : [...incoming, clientName])]
}

function checkDetails({ outgoing, clientName, param, eventStream, filter }: CreateOptions): void {
  if (outgoing === undefined && param !== undefined) {
    throw usageError('--param belongs to outgoing calls and needs --outgoing <sid>.')
  }
  if (outgoing === undefined && clientName !== undefined) {
    throw usageError(
      '--client-name names outgoing calls and needs --outgoing <sid>; to receive calls pass --incoming <name>.',
    )
  }
  if (eventStream === undefined && filter !== undefined) {
    throw usageError('--filter belongs to the event stream and needs --event-stream.')
  }
}
