import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { copyParams, encodeParams, percentEncode } from './params.js'
import { params } from './test-support/arbitrary.js'

describe('encoding parameters', () => {
  test.each<[object, string]>([
    [{}, ''],
    [{ foo: 'bar' }, 'foo=bar'],
    [{ foo: 'bar', baz: 'qux' }, 'foo=bar&baz=qux'],
    [{ msg: 'R&D (v2)~ é*', n: '7' }, 'msg=R%26D%20(v2)~%20%C3%A9*&n=7'],
    [{ 'a b': '', count: 3, rate: 0.5, on: true, off: false }, 'a%20b=&count=3&rate=0.5&on=true&off=false'],
    [{ b: 1, 2: 'x', 1: 'y' }, '1=y&2=x&b=1'],
  ])('%j becomes %s', (given, encoded) => {
    expect(encodeParams('params', given)).toBe(encoded)
  })

  test('agrees with URLSearchParams on what was meant', () => {
    fc.assert(
      fc.property(params, (given) => {
        const read = [...new URLSearchParams(encodeParams('params', given))]
        expect(read).toEqual(Object.entries(given).map(([name, value]) => [name, String(value)]))
      }),
    )
  })

  test('takes an object without a prototype, and a key called __proto__', () => {
    const bare = Object.assign(Object.create(null) as object, { foo: 'bar' })
    expect(encodeParams('params', bare)).toBe('foo=bar')
    expect(encodeParams('params', JSON.parse('{ "__proto__": "x" }'))).toBe('__proto__=x')
  })

  test('percentEncode leaves raw exactly what encodeURIComponent leaves raw', () => {
    expect(percentEncode('name', "Az09-_.!~*'()")).toBe("Az09-_.!~*'()")
    expect(percentEncode('name', ' +&=%/?#@:;,$')).toBe('%20%2B%26%3D%25%2F%3F%23%40%3A%3B%2C%24')
  })
})

describe('checking parameters', () => {
  test.each<[unknown, string]>([
    [undefined, 'type'],
    [null, 'type'],
    ['foo=bar', 'type'],
    [7, 'type'],
    [['foo'], 'type'],
    [new Map([['foo', 'bar']]), 'type'],
    [{ foo: null }, 'type'],
    [{ foo: undefined }, 'type'],
    [{ foo: ['a', 'b'] }, 'type'],
    [{ foo: { bar: 1 } }, 'type'],
    [{ foo: 1n }, 'type'],
    [{ foo: new Date(0) }, 'type'],
    [{ foo: Number.NaN }, 'range'],
    [{ foo: Infinity }, 'range'],
    [{ '': 'x' }, 'range'],
  ])('refuses %o with the code %s', (given, code) => {
    expect(() => {
      copyParams('params', given)
    }).toThrow(expect.objectContaining({ code }))
  })

  test.each([{ foo: '\ud800' }, { foo: 'x\udc00y' }, { '\ud800': 'x' }])(
    'refuses half a surrogate pair in %j',
    (given) => {
      expect(() => encodeParams('params', given)).toThrow(expect.objectContaining({ code: 'encoding' }))
    },
  )

  test('copies what it checked: a value that changes in between gets past neither', () => {
    let asked = 0
    const changing = {
      get foo(): unknown {
        return asked++ === 0 ? 'bar' : ['smuggled']
      },
    }
    const copy = copyParams('params', changing)
    expect(copy).toEqual({ foo: 'bar' })
    expect(copy).toSatisfy(Object.isFrozen)
    asked = 0
    expect(encodeParams('params', changing)).toBe('foo=bar')
  })

  test('names the parameter at fault, never its value', () => {
    expect(() => encodeParams('params', { user_id: ['secret'] })).toThrow(
      expect.objectContaining({
        argument: 'params["user_id"]',
        message: 'params["user_id"] must be a string, a number or a boolean; got an array.',
      }),
    )
  })
})
