import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import twilio from 'twilio-6'
import { attributes, findByName } from './element-schema.js'
import { elementTable } from './element-table.js'

/** The element that one of the library's types is about: `SsmlSayAs` is `<say-as>`, `SipUri` is `<Uri>`. */
function elementOf(type: string): string {
  if (type === 'SipUri') return 'Uri'
  if (!type.startsWith('Ssml')) return type
  return type
    .slice(4)
    .replace(/(?!^)[A-Z]/g, '-$&')
    .toLowerCase()
}

describe('the table of elements', () => {
  test('names only parents that are in it', () => {
    for (const { parents } of Object.values(elementTable)) {
      for (const parent of parents) expect(elementTable).toHaveProperty([parent])
    }
  })

  test('lets every element but <Response> stand somewhere', () => {
    const homeless = Object.entries(elementTable).filter(([, { parents }]) => parents.length === 0)
    expect(homeless.map(([name]) => name)).toEqual(['Response'])
  })

  test('supports no attribute of an element that is not supported', () => {
    for (const [name, { state, attributes: known }] of Object.entries(elementTable)) {
      if (state === 'supported') continue
      for (const [attribute, schema] of Object.entries(known)) {
        expect([name, attribute, schema.state]).toEqual([name, attribute, 'not-yet'])
      }
    }
  })

  // Its <Queue> directly in <Response> is a slip: no document of Twilio's has it.
  test('knows every verb that the official library can write', () => {
    const writers = Object.getOwnPropertyNames(twilio.twiml.VoiceResponse.prototype).filter(
      (name) => !/^(?:constructor|queue|toString|addText|comment.*)$/.test(name),
    )
    expect(writers.length).toBeGreaterThan(15)
    for (const writer of writers) {
      const name = writer.replace(/^./, (letter) => letter.toUpperCase())
      expect([name, elementTable[name]?.parents.includes('Response')]).toEqual([name, true])
    }
  })

  test('knows every attribute that the official library can write', () => {
    const path = createRequire(import.meta.url).resolve('twilio-6/lib/twiml/VoiceResponse.d.ts')
    const interfaces = [...readFileSync(path, 'utf8').matchAll(/interface (\w+)Attributes \{([^}]*)\}/g)]
    expect(interfaces.length).toBeGreaterThan(40)
    for (const [, type = '', body = ''] of interfaces) {
      const name = elementOf(type)
      if (elementTable[name]?.state === 'never') continue
      const names = [...body.matchAll(/^\s+"?([\w:-]+)"?\?:/gm)].map(([, attribute = '']) => attribute)
      expect([name, Object.keys(elementTable[name]?.attributes ?? {})]).toEqual([name, expect.arrayContaining(names)])
    }
  })

  test('finds nothing that every object inherits', () => {
    expect(findByName(elementTable, 'toString')).toBeUndefined()
    expect(findByName(elementTable, '__proto__')).toBeUndefined()
    expect(findByName(attributes('ignored', 'a'), 'a')).toEqual({ state: 'ignored' })
  })
})
