import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readClientSoftware } from './client-software.js'

const said = { p: 'browser', plugin: 'rtc', browser: { userAgent: 'x', platform: 'y' } }

test('the official SDKs are told apart by their version', () => {
  expect(readClientSoftware({ ...said, v: '1.15.1' })).toEqual({ sdk: 'twilio-client', version: '1.15.1' })
  expect(readClientSoftware({ ...said, v: '2.18.5' })).toEqual({ sdk: '@twilio/voice-sdk', version: '2.18.5' })
})

test('of another client its version is known, and nothing of one that says nothing', () => {
  expect(readClientSoftware({ p: 'desk phone', v: '2.0.0' })).toEqual({ sdk: undefined, version: '2.0.0' })
  expect(readClientSoftware({ ...said, v: '9.0.0' })).toEqual({ sdk: undefined, version: '9.0.0' })
  expect(readClientSoftware({})).toBeUndefined()
  expect(readClientSoftware(undefined)).toBeUndefined()
})

test('whatever a device says, no more than a short plain version is taken', () => {
  fc.assert(
    fc.property(fc.record({ p: fc.anything(), v: fc.anything(), plugin: fc.anything() }), (info) => {
      const read = readClientSoftware(info)
      if (read !== undefined) expect(read.version).toMatch(/^[\w.+-]{1,64}$/)
    }),
  )
  expect(readClientSoftware({ ...said, v: '1'.repeat(65) })).toBeUndefined()
  expect(readClientSoftware({ ...said, v: '<script>' })).toBeUndefined()
})
