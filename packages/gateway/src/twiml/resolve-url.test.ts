import { describe, expect, test } from 'vitest'
import { resolveUrl } from './resolve-url.js'

const base = 'https://app.example/voice/start?x=1#rc=2'

describe('a URL in a document', () => {
  test.each([
    ['https://other.example/a', 'https://other.example/a'],
    ['next', 'https://app.example/voice/next'],
    ['/next?y=2', 'https://app.example/next?y=2'],
    ['?y=2', 'https://app.example/voice/start?y=2'],
    ['//other.example/a#ct=500', 'https://other.example/a#ct=500'],
    ['', base],
  ])('%s resolves against the document that it stands in', (value, expected) => {
    expect(resolveUrl(value, base)).toBe(expected)
  })

  test.each(['ftp://app.example/', 'javascript:alert(1)', 'mailto:a@b.example', 'http://', 'https://[bad'])(
    '%s is refused',
    (value) => {
      expect(resolveUrl(value, base)).toBeUndefined()
    },
  )

  test('is absolute in a document without a URL of its own', () => {
    expect(resolveUrl('https://app.example/', undefined)).toBe('https://app.example/')
    expect(resolveUrl('next', undefined)).toBeUndefined()
    expect(resolveUrl('', undefined)).toBeUndefined()
  })
})
