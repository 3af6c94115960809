import { errorCatalogue } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import { flag, httpMethod, oneOf, someOf, url, urlOrNone, wholeNumber } from './attribute-rule.js'

const base = 'https://app.example/voice'

describe('a rule of an attribute', () => {
  test.each([
    ['flag', flag(), ['true', 'false'], ['', 'TRUE', '1', 'yes']],
    ['word', oneOf(['a', 'b']), ['a', 'b'], ['', 'c', 'a b']],
    ['words', someOf(['a', 'b']), ['a', 'b  a', 'a a'], ['', 'c', 'a c', 'a,b']],
    ['number', wholeNumber(5, 600), ['5', '600', '007'], ['', '4', '601', '5.0', '+5', '٥', '9'.repeat(400)]],
    ['method', httpMethod(), ['GET', 'POST', 'get', 'Post'], ['', 'PUT', 'GET POST']],
    ['URL', url(), ['', '/a', 'http://a/', 'a b', '?x'], ['ftp://a/', 'http://', 'data:,a']],
    ['URL or nothing', urlOrNone(), ['', '/a'], ['ftp://a/']],
  ])('takes every %s and nothing else', (_name, rule, valid, invalid) => {
    expect(valid.filter((value) => rule(value, base) !== undefined)).toEqual([])
    expect(invalid.filter((value) => rule(value, base) === undefined)).toEqual([])
  })

  test('has the code that it was given, with the advice of the catalogue', () => {
    expect(flag(13219)('x', base)).toEqual({ code: 13219, advice: errorCatalogue[13219].whatToDo, isUrl: false })
  })

  test('has an advice of its own for the code that stands for every attribute', () => {
    expect(oneOf(['a', 'b', 'c'])('x', base)?.advice).toBe('Use a, b or c. It was ignored.')
    expect(oneOf(['a'])('x', base)?.advice).toBe('Use a. It was ignored.')
    expect(wholeNumber(1, 9)('x', base)?.advice).toBe('Use a whole number from 1 to 9. It was ignored.')
  })
})

describe('the rule for URLs in a document that was given inline', () => {
  test('takes absolute ones only, and tells relative ones from wrong ones', () => {
    const rule = url(13256)
    expect(rule('https://app.example/', undefined)).toBeUndefined()
    expect(rule('/a', undefined)).toMatchObject({ code: 15004, isUrl: true })
    expect(rule('', undefined)).toMatchObject({ code: 15004 })
    expect(rule('ftp://a/', undefined)).toMatchObject({ code: 13256 })
    expect(urlOrNone()('', undefined)).toBeUndefined()
  })
})
