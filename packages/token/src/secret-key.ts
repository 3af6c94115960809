import { createSecretKey, KeyObject } from 'node:crypto'
import { badArgument, missingArgument, TokenArgumentError } from './argument-error.js'

/**
 * A shared secret: the auth token (or API key secret) as text, whose UTF-8 bytes are the key; or those bytes;
 * or a `KeyObject` of type `secret` made from them.
 */
export type Secret = string | Uint8Array | KeyObject

// Servers make one token object a request with the same auth token, and verify with the two of a rotation or with those
// of several accounts: making a key object each time would cost more than the signature.
const keysByText = new Map<string, KeyObject>()
const maxKeptKeys = 16

/**
 * Turn a secret into a key object for HMAC.
 *
 * A PEM text or an asymmetric key is refused: whoever holds the public half could sign with it (RFC 8725 §2.1).
 *
 * @throws TokenArgumentError with code `missing`, `type` or `key`
 */
export function toSecretKey(argument: string, secret: unknown): KeyObject {
  if (typeof secret === 'string') return fromText(argument, secret)
  if (secret === undefined || secret === null) throw missingArgument(argument, 'Pass the secret that signs tokens.')
  if (secret instanceof KeyObject) return fromKeyObject(argument, secret)
  if (!(secret instanceof Uint8Array)) throw badArgument('type', argument, secret, 'a string, bytes or a KeyObject')
  return fromBytes(argument, secret)
}

function fromText(argument: string, text: string): KeyObject {
  const kept = keysByText.get(text)
  if (kept !== undefined) return kept
  const key = fromBytes(argument, Buffer.from(text, 'utf8'))
  if (keysByText.size >= maxKeptKeys) keysByText.clear()
  keysByText.set(text, key)
  return key
}

function fromBytes(argument: string, bytes: Uint8Array): KeyObject {
  if (bytes.length === 0) throw missingArgument(argument, 'Pass the secret that signs tokens; it is empty.')
  if (Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart().startsWith('-----BEGIN')) {
    throw new TokenArgumentError('key', argument, `${argument} must be a shared secret; got a PEM document.`)
  }
  return createSecretKey(bytes)
}

function fromKeyObject(argument: string, key: KeyObject): KeyObject {
  if (key.type === 'secret') return key
  throw new TokenArgumentError('key', argument, `${argument} must be a shared secret; got a ${key.type} key.`)
}
