import { expect, test } from 'vitest'
import { portRange } from './port-range-setting.js'
import type { RawValue } from './setting.js'

const setting = portRange({ min: 10_000, max: 20_000 })
const isAllowed = (raw: RawValue): boolean => setting.schema.safeParse(setting.read(raw)).success

test.each(['10000-20000', '1024-65535', ' 40000 - 40000 ', '10079-10080'])('%j is a range of ports', (text) => {
  expect(isAllowed(text)).toBe(true)
})

test.each(['', '10000', '20000-10000', '80-443', '1023-2000', '60000-65536', '-', '10000-20000-30000', 'true'])(
  '%j is none',
  (raw) => {
    expect(isAllowed(raw)).toBe(false)
  },
)

test('a range that browsers refuse as a whole is none', () => {
  expect(isAllowed('10080-10080')).toBe(false)
  expect(isAllowed('6665-6669')).toBe(false)
})

test('it is shown as it is written', () => {
  expect(setting.show({ min: 10_000, max: 20_000 })).toBe('10000-20000')
})
