import { describe, expect, test } from 'vitest'
import { badArgument, describeType, missingArgument, TokenArgumentError } from './argument-error.js'

describe('an argument error', () => {
  test('is a TypeError that carries its code and the argument at fault', () => {
    const error = badArgument('range', 'options.ttl', -1, 'a whole number')
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toBeInstanceOf(TokenArgumentError)
    expect(error).toMatchObject({ name: 'TokenArgumentError', code: 'range', argument: 'options.ttl' })
  })

  test('names the argument, the rule and the type of the value', () => {
    expect(badArgument('type', 'clientName', 7n, 'a string').message).toBe('clientName must be a string; got a bigint.')
  })

  test('for a missing argument starts with the official sentence and goes on with advice', () => {
    const error = missingArgument('options.authToken', 'Pass it.')
    expect(error.code).toBe('missing')
    expect(error.message).toBe('Required parameter "options.authToken" missing. Pass it.')
  })

  test('keeps its cause', () => {
    const cause = new URIError('malformed')
    expect(new TokenArgumentError('encoding', 'params', 'No.', { cause }).cause).toBe(cause)
  })
})

describe('a type in words', () => {
  class Phone {
    readonly number = 'secret'
  }

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty string', ''],
    ['a string', 'secret'],
    ['an array', ['secret']],
    ['a number out of range', 7],
    ['a fraction', 7.5],
    ['NaN', Number.NaN],
    ['-Infinity', -Infinity],
    ['a boolean', true],
    ['a symbol', Symbol('secret')],
    ['a function', () => 'secret'],
    ['an object (Object)', { secret: 1 }],
    ['an object (Map)', new Map()],
    ['an object (Phone)', new Phone()],
    ['an object (no class)', Object.create(null)],
    ['an object (no class)', Object.create({ constructor: undefined })],
  ])('may be %s', (words, value) => {
    expect(describeType(value)).toBe(words)
  })

  test('never takes a name from the value itself', () => {
    expect(describeType(JSON.parse('{ "constructor": { "name": "secret" } }'))).toBe('an object (Object)')
  })
})
