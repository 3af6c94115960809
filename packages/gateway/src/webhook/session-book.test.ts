import { expect, test } from 'vitest'
import { createSessionBook } from './session-book.js'

test('a scope keeps its session until it is forgotten', () => {
  const book = createSessionBook(10)
  const session = book.sessionOf('CA1')
  expect(book.sessionOf('CA1')).toBe(session)
  expect(book.sessionOf('CA2')).not.toBe(session)
  book.forget('CA1')
  expect(book.sessionOf('CA1')).not.toBe(session)
})

test('without a scope nothing is shared', () => {
  const book = createSessionBook(10)
  expect(book.sessionOf(undefined)).not.toBe(book.sessionOf(undefined))
})

test('beyond the bound the scope idle longest is forgotten', () => {
  const book = createSessionBook(2)
  const [first, second] = [book.sessionOf('CA1'), book.sessionOf('CA2')]
  book.sessionOf('CA1')
  book.sessionOf('CA3')
  expect(book.sessionOf('CA1')).toBe(first)
  expect(book.sessionOf('CA2')).not.toBe(second)
})
