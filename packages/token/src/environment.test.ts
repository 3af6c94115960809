import { afterEach, describe, expect, test, vi } from 'vitest'
import { readEnvironmentCredentials } from './environment.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the credentials of the environment', () => {
  test('are trimmed and read at the moment of the call', () => {
    vi.stubEnv('TWILIO_ACCOUNT_SID', ' AC123\n')
    vi.stubEnv('TWILIO_AUTH_TOKEN', 'secret')
    expect(readEnvironmentCredentials()).toEqual({ accountSid: 'AC123', authToken: 'secret' })
    vi.stubEnv('TWILIO_AUTH_TOKEN', 'rotated')
    expect(readEnvironmentCredentials()).toMatchObject({ authToken: 'rotated' })
  })

  test.each([undefined, '', '  '])('are undefined when the variable is %j', (value) => {
    vi.stubEnv('TWILIO_ACCOUNT_SID', value)
    vi.stubEnv('TWILIO_AUTH_TOKEN', value)
    expect(readEnvironmentCredentials()).toEqual({ accountSid: undefined, authToken: undefined })
  })
})
