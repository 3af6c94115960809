import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RestError } from '../error/rest-error.js'
import { readForm } from './read-form.js'

test('a name that comes once has a text, and one that comes again has a list', () => {
  expect({ ...readForm('To=client%3Abob&Event=a&Event=b&Event=&Url=') }).toEqual({
    To: 'client:bob',
    Event: ['a', 'b', ''],
    Url: '',
  })
})

test('a plus is a space, a name without a value has an empty one, and empty pairs are nothing', () => {
  expect({ ...readForm('&a=1+2%2B3&&b&=x&') }).toEqual({ a: '1 2+3', b: '', '': 'x' })
  expect({ ...readForm('') }).toEqual({})
})

test('a name like those that objects have of themselves is a name', () => {
  expect(Object.entries(readForm('__proto__=1&constructor=2'))).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
  ])
})

test('what URLSearchParams writes is read back', () => {
  const pair = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const form = readForm(new URLSearchParams(pairs).toString())
      for (const [name] of pairs) {
        const values = pairs.filter(([other]) => other === name).map(([, value]) => value)
        expect([form[name]].flat()).toEqual(values)
      }
      expect(Object.keys(form)).toHaveLength(new Set(pairs.map(([name]) => name)).size)
    }),
  )
})

test('anything at all is read, or refused in the official form', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('%', 'F', 'e', '2', '8', '&', '=', '+', 'ü') }), (body) => {
      try {
        readForm(body)
      } catch (error) {
        expect(error).toBeInstanceOf(RestError)
        expect((error as RestError).code).toBe(20422)
      }
    }),
  )
})
