import { expect, test } from 'vitest'
import { isPhoneNumber, isTollFree } from './phone-number.js'

test.each(['+15550100', '+12', '+491701234567', '+999999999999999'])('%s is a telephone number', (text) => {
  expect(isPhoneNumber(text)).toBe(true)
})

test.each([
  '',
  '+',
  '+1',
  '15550100',
  '+0155501000',
  '+1 555 0100',
  '+1-555-0100',
  '+1234567890123456',
  '+15550100\n',
  ' +15550100',
  '++15550100',
  '+1555o100',
  '+१५५५०१००',
  'client:alice',
])('%j is none in E.164 form', (text) => {
  expect(isPhoneNumber(text)).toBe(false)
})

test.each([
  ['+18005550100', true],
  ['+18885550100', true],
  ['+80012345678', true],
  ['+18015550100', false],
  ['+1800555010', false],
  ['+800123456789', false],
  ['+498005550100', false],
])('%s is free for whoever calls: %s', (phoneNumber, isFree) => {
  expect(isTollFree(phoneNumber)).toBe(isFree)
})
