import { createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toSecretKey } from './secret-key.js'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

function pemOf(key: KeyObject): string {
  return key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }).toString()
}

describe('a secret', () => {
  test('given as text is its UTF-8 bytes', () => {
    expect(toSecretKey('key', 'pässword').export().toString('utf8')).toBe('pässword')
  })

  test('may look like hex or base64, and is not decoded', () => {
    expect(toSecretKey('key', '00ff').export()).toHaveLength(4)
  })

  test('may be bytes or a key object', () => {
    const key = createSecretKey(Buffer.from('secret'))
    expect(toSecretKey('key', key)).toBe(key)
    expect(toSecretKey('key', new TextEncoder().encode('secret')).equals(key)).toBe(true)
    expect(toSecretKey('key', Buffer.from('secret')).equals(key)).toBe(true)
  })

  test('given again gives the same key object, and so do the other secret of a rotation and those of other accounts', () => {
    const texts = Array.from({ length: 8 }, (_, index) => `secret ${index}`)
    const keys = texts.map((text) => toSecretKey('key', text))
    expect(texts.map((text) => toSecretKey('key', text))).toSatisfy((again: readonly unknown[]) =>
      again.every((key, index) => key === keys[index]),
    )
  })

  test('is forgotten after many others', () => {
    const first = toSecretKey('key', 'the first')
    for (let index = 0; index < 40; index++) toSecretKey('key', `a later one, ${index}`)
    expect(toSecretKey('key', 'the first')).not.toBe(first)
  })

  test('is never taken for another, however many there are', () => {
    const texts = Array.from({ length: 100 }, (_, index) => `secret ${index}`)
    for (const text of [...texts, ...texts.toReversed(), ...texts]) {
      expect(toSecretKey('key', text).export().toString('utf8')).toBe(text)
    }
  })

  test.each<[unknown, string]>([
    [undefined, 'missing'],
    [null, 'missing'],
    ['', 'missing'],
    [new Uint8Array(), 'missing'],
    [7, 'type'],
    [{ secret: 'x' }, 'type'],
    [publicKey, 'key'],
    [privateKey, 'key'],
    [pemOf(publicKey), 'key'],
    [pemOf(privateKey), 'key'],
    [`\n  ${pemOf(publicKey)}`, 'key'],
    [Buffer.from(pemOf(publicKey)), 'key'],
  ])('refuses %o with the code %s', (secret, code) => {
    expect(() => toSecretKey('key', secret)).toThrow(expect.objectContaining({ code, argument: 'key' }))
  })

  test('that is a key object of the wrong sort is named by its sort', () => {
    expect(() => toSecretKey('key', createPublicKey(pemOf(publicKey)))).toThrow('got a public key')
  })
})
