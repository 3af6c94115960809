import { expect, test } from 'vitest'
import { isPhoneNumber } from './phone-number.js'

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
