import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeForm } from './form-decoding.js'
import { anyText } from './test-support/arbitrary.js'

describe('form decoding', () => {
  test.each([
    ['joey', 'joey'],
    ['ann+lee', 'ann lee'],
    ['ann%20lee', 'ann lee'],
    ['%c3%a9', 'é'],
    ['%C3%A9', 'é'],
    ['%2B%2b', '++'],
    ['%2526', '%26'],
    ['', ''],
  ])('%s is %j', (encoded, text) => {
    expect(decodeForm(encoded)).toEqual({ text, hasBadEscape: false })
  })

  test.each([
    ['100%', '100%'],
    ['%zz', '%zz'],
    ['50%+off', '50% off'],
    ['%2', '%2'],
    ['%ff', '%ff'],
    ['%C3', '%C3'],
    ['a%zzb%20c', 'a%zzb c'],
    ['%ED%A0%80', '%ED%A0%80'],
    ['%ff-%41', '%ff-A'],
  ])('leaves a bad escape as it stands: %s is %j', (encoded, text) => {
    expect(decodeForm(encoded)).toEqual({ text, hasBadEscape: true })
  })

  test('undoes encodeURIComponent and form encoding', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeForm(encodeURIComponent(text))).toEqual({ text, hasBadEscape: false })
        const form = new URLSearchParams({ x: text }).toString().slice('x='.length)
        expect(decodeForm(form)).toEqual({ text, hasBadEscape: false })
      }),
    )
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('%', '+', '2', 'f', 'C', '3', 'é', '\ud800') }), (text) => {
        expect(typeof decodeForm(text).text).toBe('string')
      }),
    )
  })
})
