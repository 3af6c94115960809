import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { accountSid, anAccount, anApiKey, anApplication } from '../../store/store-rows.contract.js'
import { serialiseAccount } from './serialise-account.js'
import { serialiseApiKey, serialiseNewApiKey } from './serialise-api-key.js'
import { serialiseApplication } from './serialise-application.js'

const require = createRequire(import.meta.url)

/** What the official clients of two versions make of an answer: their own instances, as plain values. */
interface OfficialContext {
  fetch(): Promise<{ toJSON(): Record<string, unknown> }>
}
interface OfficialClient {
  readonly api: {
    readonly v2010: {
      accounts(sid: string): OfficialContext & {
        applications(sid: string): OfficialContext
        keys(sid: string): OfficialContext
      }
    }
  }
}
type CreateClient = (sid: string, token: string, options: object) => OfficialClient

function clientOf(version: 3 | 6, body: object): OfficialClient {
  const create = require(`twilio-${version}`) as CreateClient
  const answer = { statusCode: 200, body: version === 3 ? JSON.stringify(body) : body }
  return create(accountSid, 'token', { httpClient: { request: () => Promise.resolve(answer) } })
}

const date = new Date('2023-11-14T22:13:20.000Z')

test.each([3, 6] as const)(
  'the official client of version %i reads an account, and misses nothing',
  async (version) => {
    const { api } = clientOf(version, serialiseAccount(anAccount()))
    const account = (await api.v2010.accounts(accountSid).fetch()).toJSON()
    expect(account).toMatchObject({
      sid: accountSid,
      authToken: anAccount().authToken,
      friendlyName: 'Example',
      ownerAccountSid: accountSid,
      status: 'active',
      type: 'Full',
      dateCreated: date,
      dateUpdated: date,
      uri: `/2010-04-01/Accounts/${accountSid}.json`,
    })
    expect(Object.values(account)).not.toContain(undefined)
  },
)

test.each([3, 6] as const)('that of version %i reads an application, and misses nothing', async (version) => {
  const application = anApplication({ statusCallback: 'https://app.example/status', smsStatusCallback: null })
  const { api } = clientOf(version, serialiseApplication(application))
  const read = (await api.v2010.accounts(accountSid).applications(application.sid).fetch()).toJSON()
  expect(read).toMatchObject({
    sid: application.sid,
    accountSid,
    friendlyName: 'Front desk',
    apiVersion: '2010-04-01',
    voiceUrl: 'https://app.example/voice',
    voiceMethod: 'POST',
    voiceFallbackUrl: null,
    statusCallback: 'https://app.example/status',
    dateCreated: date,
  })
  expect(Object.values(read)).not.toContain(undefined)
})

test.each([3, 6] as const)('that of version %i reads a key, and misses nothing', async (version) => {
  const key = anApiKey()
  const { api } = clientOf(version, serialiseApiKey(key))
  const read = (await api.v2010.accounts(accountSid).keys(key.sid).fetch()).toJSON()
  expect(read).toEqual({ sid: key.sid, friendlyName: 'Browser phones', dateCreated: date, dateUpdated: date })
})

test('the secret of a key is in the answer to its making only', () => {
  expect(serialiseApiKey(anApiKey())).not.toHaveProperty('secret')
  expect(serialiseNewApiKey(anApiKey())).toEqual({ ...serialiseApiKey(anApiKey()), secret: anApiKey().secret })
})

test('dates are RFC 2822 with a numeric zone, the only form that the official clients read', () => {
  expect(serialiseAccount(anAccount()).date_created).toBe('Tue, 14 Nov 2023 22:13:20 +0000')
})

test('the lists of an account are paths under its own', () => {
  expect(serialiseAccount(anAccount()).subresource_uris).toEqual({
    applications: `/2010-04-01/Accounts/${accountSid}/Applications.json`,
    balance: `/2010-04-01/Accounts/${accountSid}/Balance.json`,
    calls: `/2010-04-01/Accounts/${accountSid}/Calls.json`,
    incoming_phone_numbers: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`,
    keys: `/2010-04-01/Accounts/${accountSid}/Keys.json`,
    notifications: `/2010-04-01/Accounts/${accountSid}/Notifications.json`,
    signing_keys: `/2010-04-01/Accounts/${accountSid}/SigningKeys.json`,
    usage: `/2010-04-01/Accounts/${accountSid}/Usage/Records.json`,
  })
})
