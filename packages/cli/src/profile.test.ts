import { expect, test } from 'vitest'
import { readProfile } from './profile.js'

test('a variable of Ringdown comes before one of Twilio', () => {
  const { authToken, accountSid } = readProfile({
    RINGDOWN_AUTH_TOKEN: 'ours',
    TWILIO_AUTH_TOKEN: 'theirs',
    TWILIO_ACCOUNT_SID: 'AC1',
  })
  expect(authToken).toEqual({ value: 'ours', source: 'RINGDOWN_AUTH_TOKEN' })
  expect(accountSid).toEqual({ value: 'AC1', source: 'TWILIO_ACCOUNT_SID' })
})

test('a blank variable counts as unset, and space around a value is cut off', () => {
  const { authToken, apiKeySecret } = readProfile({ RINGDOWN_AUTH_TOKEN: ' ', TWILIO_AUTH_TOKEN: ' theirs\n' })
  expect(authToken).toEqual({ value: 'theirs', source: 'TWILIO_AUTH_TOKEN' })
  expect(apiKeySecret).toBeUndefined()
})

test('color is allowed unless NO_COLOR is set or the terminal is dumb', () => {
  expect(readProfile({}).allowsColor).toBe(true)
  expect(readProfile({ NO_COLOR: '' }).allowsColor).toBe(true)
  expect(readProfile({ NO_COLOR: '1' }).allowsColor).toBe(false)
  expect(readProfile({ TERM: 'dumb' }).allowsColor).toBe(false)
})
