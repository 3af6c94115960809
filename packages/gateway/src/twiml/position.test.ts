import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { createLocator } from './position.js'

describe('a position in a document', () => {
  test('counts lines and columns from 1', () => {
    expect(createLocator('abc')(0)).toEqual({ line: 1, column: 1 })
    expect(createLocator('abc')(2)).toEqual({ line: 1, column: 3 })
  })

  test.each([
    ['a line feed', 'ab\ncd', 4],
    ['a carriage return', 'ab\rcd', 4],
    ['both', 'ab\r\ncd', 5],
  ])('begins a new line after %s', (_name, text, index) => {
    expect(createLocator(text)(index)).toEqual({ line: 2, column: 2 })
  })

  test('belongs to the line that a line break ends', () => {
    expect(createLocator('ab\n\ncd')(2)).toEqual({ line: 1, column: 3 })
    expect(createLocator('ab\n\ncd')(3)).toEqual({ line: 2, column: 1 })
  })

  test('is the same in whatever order one asks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '😀'), { maxLength: 40 }),
        fc.array(fc.nat(60), { maxLength: 20 }),
        (parts, indexes) => {
          const text = parts.join('')
          const locate = createLocator(text)
          for (const index of indexes) {
            const upTo = text.slice(0, index)
            const lines = upTo.split(
              text[index - 1] === '\r' && text[index] === '\n' ? /\r\n|\n|\r(?!$)/ : /\r\n|\r|\n/,
            )
            const expected = { line: lines.length, column: index - upTo.length + (lines.at(-1)?.length ?? 0) + 1 }
            expect(locate(index)).toEqual(expected)
          }
        },
      ),
    )
  })
})
