import { describe, expect, test } from 'vitest'
import { clientNameOf, isClientName } from './client-name.js'

describe('a client name', () => {
  test.each(['alice', 'a', 'Alice_01', 'jöe', 'alice@example.com', '+15551234567', '日本', 'a'.repeat(256)])(
    '%s is one',
    (name) => {
      expect(isClientName(name)).toBe(true)
    },
  )

  test.each([
    '',
    'a b',
    'a\tb',
    'a\u0000',
    '<a',
    'a>',
    'a#',
    '50%',
    '"a"',
    '{a}',
    'a|b',
    'a\\b',
    'a^',
    '[a]',
    '`a`',
    'a'.repeat(257),
  ])('%j is none', (name) => {
    expect(isClientName(name)).toBe(false)
  })

  test('is taken out of an address, without white space around it', () => {
    expect(clientNameOf('\n  alice ')).toBe('alice')
    expect(clientNameOf(' client:alice')).toBe('alice')
    expect(clientNameOf('client:client:alice')).toBe('client:alice')
    expect(clientNameOf('Client:alice')).toBe('Client:alice')
  })
})
