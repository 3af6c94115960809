import type { Sid } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import { clientVersions } from '../test-support/client-versions.js'
import { expectParameterFault } from '../test-support/parameter-fault.js'
import { createRestWorld } from '../test-support/rest-world.js'

const list = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/IncomingPhoneNumbers.json`
const moment = new Date('2026-11-21T00:00:00.000Z')
const noApplication = `AP${'0'.repeat(32)}`

/** Every setting but the applications, as the clients take them. */
const settings = {
  friendlyName: 'Empfang 📞',
  voiceUrl: 'https://app.example/voice?a=1#rc=2',
  voiceMethod: 'GET',
  voiceFallbackUrl: 'http://localhost:3000/fallback',
  voiceFallbackMethod: 'GET',
  statusCallback: 'https://user:secret@app.example/status',
  statusCallbackMethod: 'GET',
  voiceCallerIdLookup: true,
  smsUrl: 'https://app.example/sms',
  smsMethod: 'GET',
  smsFallbackUrl: 'https://app.example/sms-fallback',
  smsFallbackMethod: 'GET',
}

/** What the official clients can do with each of their lists of numbers. */
interface Listing {
  list(options: object): Promise<readonly { readonly phoneNumber: string }[]>
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('a number is made, fetched, changed and deleted', async () => {
    const { clients, clock, account } = await createRestWorld()
    const { applications, incomingPhoneNumbers: numbers } = clients[version]
    const { sid: applicationSid } = await applications.create({})
    const own = {
      ...settings,
      ...{ phoneNumber: '+15551234567', voiceApplicationSid: applicationSid, smsApplicationSid: applicationSid },
    }
    const made = await numbers.create(own)
    expect(made).toMatchObject({ ...own, accountSid: account.sid, dateCreated: moment, dateUpdated: moment })
    expect(made.uri).toBe(list.replace('.json', `/${made.sid}.json`))
    expect((await numbers(made.sid).fetch()).toJSON()).toEqual(made.toJSON())

    clock.advance(5_000)
    const changes = { voiceUrl: '', voiceApplicationSid: '', voiceCallerIdLookup: false }
    const changed = await numbers(made.sid).update(changes)
    const now = { voiceUrl: null, voiceApplicationSid: null, voiceCallerIdLookup: false }
    expect(changed).toMatchObject({ ...own, ...now, dateCreated: moment })
    expect(changed.dateUpdated.getTime()).toBe(moment.getTime() + 5_000)
    expect((await numbers(made.sid).fetch()).toJSON()).toEqual(changed.toJSON())

    expect(await numbers(made.sid).remove()).toBe(true)
    const gone = { status: 404, code: 20404, message: expect.stringContaining(made.sid) as string }
    await expect(numbers(made.sid).fetch()).rejects.toMatchObject(gone)
    await expect(numbers(made.sid).update({ friendlyName: 'x' })).rejects.toMatchObject(gone)
    await expect(numbers(made.sid).remove()).rejects.toMatchObject(gone)
  })

  test('numbers are listed newest first, by a part of the number and by name', async () => {
    const { clients, clock } = await createRestWorld()
    const { incomingPhoneNumbers: numbers } = clients[version]
    for (const [phoneNumber, friendlyName] of [
      ['+4930123456', 'Berlin'],
      ['+15551230001', 'Shop'],
      ['+15551240002', 'Shop'],
    ] as const) {
      await numbers.create({ phoneNumber, friendlyName })
      clock.advance(1_000)
    }
    const found = async (options: object): Promise<string[]> =>
      (await numbers.list(options)).map(({ phoneNumber }) => phoneNumber)
    expect(await found({ pageSize: 1 })).toEqual(['+15551240002', '+15551230001', '+4930123456'])
    expect(await found({ friendlyName: 'Shop', pageSize: 1 })).toEqual(['+15551240002', '+15551230001'])
    expect(await found({ phoneNumber: '+1555' })).toEqual(['+15551240002', '+15551230001'])
    expect(await found({ phoneNumber: '5551*5' })).toEqual([])
    expect(await found({ phoneNumber: '555*23' })).toEqual(['+15551230001'])
    expect(await found({ beta: false, origin: 'twilio', limit: 2 })).toHaveLength(2)
  })

  test('a number that somebody has is refused with the official code, to every account', async () => {
    const { clients, clientsOf } = await createRestWorld()
    await clients[version].incomingPhoneNumbers.create({ phoneNumber: '+15551234567' })
    const { sid, authToken } = await clients[6].api.v2010.accounts.create()
    const refused = { status: 400, code: 21422 }
    for (const client of [clients[version], clientsOf({ username: sid, password: authToken })[version]]) {
      await expect(client.incomingPhoneNumbers.create({ phoneNumber: '+15551234567' })).rejects.toMatchObject(refused)
    }
  })

  test('an area code brings the first of its fictitious numbers that is free, until there is none', async () => {
    const { clients, store, account, clock } = await createRestWorld()
    const { incomingPhoneNumbers: numbers } = clients[version]
    await numbers.create({ phoneNumber: '+14155550100' })
    const { sid } = await numbers.create({ areaCode: '415' })
    expect((await numbers(sid).fetch()).phoneNumber).toBe('+14155550101')
    const { rows } = await store.incomingPhoneNumbers.list(account.sid, {}, { limit: 1 })
    const [row] = rows
    if (row === undefined) throw new Error('There is no number')
    for (let line = 102; line < 200; line++) {
      const own = { sid: `PN${String(line).padStart(32, '0')}`, phoneNumber: `+14155550${line}` } as const
      await store.incomingPhoneNumbers.insert({ ...row, ...own, createdAt: clock.now() })
    }
    await expect(numbers.create({ areaCode: '415' })).rejects.toMatchObject({ status: 400, code: 21452 })
    expect((await numbers.create({ areaCode: '416' })).phoneNumber).toBe('+14165550100')
  })

  test('numbers are made and listed by type, with the filters of the whole list', async () => {
    const { clients } = await createRestWorld()
    const { incomingPhoneNumbers: numbers } = clients[version]
    const types = { local: numbers.local, mobile: numbers.mobile, 'toll-free': numbers.tollFree }
    const lists: Record<keyof typeof types, Listing> = types
    const made = [
      await types.local.create({ phoneNumber: '+15551230001', friendlyName: 'Shop', voiceUrl: settings.voiceUrl }),
      await types.mobile.create({ phoneNumber: '+4915112345678', friendlyName: 'Shop' }),
      await types['toll-free'].create({ phoneNumber: '+18005550100' }),
      await numbers.create({ phoneNumber: '+18885550100' }),
      await numbers.create({ phoneNumber: '+80012345678' }),
      await numbers.create({ phoneNumber: '+18885550' }),
    ]
    expect(made[0]).toMatchObject({ friendlyName: 'Shop', voiceUrl: settings.voiceUrl })
    const found = async (type: keyof typeof types, options = {}): Promise<readonly string[]> =>
      (await lists[type].list({ pageSize: 1, ...options })).map(({ phoneNumber }) => phoneNumber).sort()
    expect(await found('local')).toEqual(['+15551230001', '+18885550'])
    expect(await found('mobile')).toEqual(['+4915112345678'])
    expect(await found('toll-free')).toEqual(['+18005550100', '+18885550100', '+80012345678'])
    expect(await found('local', { friendlyName: 'Shop' })).toEqual(['+15551230001'])
    expect(await found('toll-free', { phoneNumber: '8005' })).toEqual(['+18005550100'])
    expect(await found('mobile', { phoneNumber: '+1' })).toEqual([])
    expect(await numbers.list()).toHaveLength(6)
    await expect(types.mobile.create({ phoneNumber: '+15551230001' })).rejects.toMatchObject({ code: 21422 })
  })

  test('a number moves to a sub-account, and leaves its application behind', async () => {
    const { clients } = await createRestWorld()
    const { applications, incomingPhoneNumbers: numbers } = clients[version]
    const { sid: voiceApplicationSid } = await applications.create({})
    const { sid } = await numbers.create({ phoneNumber: '+15551234567', voiceApplicationSid })
    const { sid: sub } = await clients[6].api.v2010.accounts.create()
    expect(await numbers(sid).update({ accountSid: sub })).toMatchObject({ accountSid: sub, voiceApplicationSid: null })
    await expect(numbers(sid).fetch()).rejects.toMatchObject({ code: 20404 })
    const theirs = clients[version].api.v2010.accounts(sub).incomingPhoneNumbers
    expect((await theirs(sid).fetch()).phoneNumber).toBe('+15551234567')
  })
})

test('a number has the fields of the official API, of their types, and stir_status beside them', async () => {
  const world = await createRestWorld()
  const form = { PhoneNumber: '+15551234567', VoiceUrl: 'https://app.example/voice' }
  const { json } = await world.ask(list, { method: 'POST', form })
  expect(json).toEqual({
    sid: expect.stringMatching(/^PN[\da-f]{32}$/) as string,
    account_sid: world.account.sid,
    phone_number: '+15551234567',
    friendly_name: '+15551234567',
    api_version: '2010-04-01',
    date_created: 'Sat, 21 Nov 2026 00:00:00 +0000',
    date_updated: 'Sat, 21 Nov 2026 00:00:00 +0000',
    uri: expect.any(String) as string,
    voice_application_sid: null,
    voice_url: 'https://app.example/voice',
    voice_method: 'POST',
    voice_fallback_url: null,
    voice_fallback_method: 'POST',
    voice_caller_id_lookup: false,
    status_callback: null,
    status_callback_method: 'POST',
    sms_application_sid: null,
    sms_url: null,
    sms_method: 'POST',
    sms_fallback_url: null,
    sms_fallback_method: 'POST',
    stir_status: 'A',
    address_requirements: 'none',
    address_sid: null,
    beta: false,
    bundle_sid: null,
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    emergency_status: 'Inactive',
    identity_sid: null,
    origin: 'twilio',
    status: 'in-use',
    trunk_sid: null,
    type: 'local',
    voice_receive_mode: 'voice',
  })
})

test.each([
  ['none', null],
  ['b', 'B'],
  ['TN-Validation-Passed-C', 'C'],
])('StirStatus=%s makes stir_status %s', async (StirStatus, status) => {
  const world = await createRestWorld()
  const { json } = await world.ask(list, { method: 'POST', form: { PhoneNumber: '+15551234567' } })
  const path = (json as { readonly uri: string }).uri
  const changed = await world.ask(path, { method: 'POST', form: { StirStatus } })
  expect(changed.json).toMatchObject({ stir_status: status })
  const later = await world.ask(path, { method: 'POST', form: { FriendlyName: 'Reception' } })
  expect(later.json).toMatchObject({ stir_status: status })
})

test('the official client of version 6 knows every other field, and misses none', async () => {
  const { clients, ask } = await createRestWorld()
  const { incomingPhoneNumbers: numbers } = clients[6]
  const keysOf = (instance: { toJSON(): unknown }): readonly string[] =>
    Object.keys(instance.toJSON() as object).map((name) => name.replace(/[A-Z]/g, '_$&').toLowerCase())
  const made = await numbers.create({ phoneNumber: '+15551234567' })
  const { json } = await ask(made.uri)
  expect(Object.keys(json as object).sort()).toEqual([...keysOf(made), 'stir_status'].sort())
  for (const [name, typed] of Object.entries({
    ...{ Local: await numbers.local.create({ phoneNumber: '+15551230001' }) },
    ...{ Mobile: await numbers.mobile.create({ phoneNumber: '+15551240002' }) },
    ...{ TollFree: await numbers.tollFree.create({ phoneNumber: '+18005550100' }) },
  })) {
    const known = [...keysOf(typed), 'stir_status'].sort()
    const path = list.replace('.json', `/${name}.json`)
    const { json: page } = await ask(`${path}?PhoneNumber=${encodeURIComponent(typed.phoneNumber)}`)
    const [found] = (page as { readonly incoming_phone_numbers: readonly object[] }).incoming_phone_numbers
    expect(Object.keys(found ?? {}).sort()).toEqual(known)
    const form = { PhoneNumber: typed.phoneNumber.replace(/.$/, '9') }
    const another = await ask(path, { method: 'POST', form })
    expect(Object.keys(another.json as object).sort()).toEqual(known)
  }
})

describe('a parameter that is wrong is refused with its code, and no number is made', () => {
  const good = { PhoneNumber: '+15551234567' }
  const number = 'PhoneNumber is invalid: PhoneNumber'
  const numberRule = 'must be a number in E.164 form, such as +15551234567.'
  const urlRule = 'must be an absolute http or https URL of at most 4000 characters, such as https://app.example/voice.'
  const sidRule = 'must be AP and 32 of 0-9 a-f, or empty.'
  const unknown = 'must be the SID of an application of the number’s account.'
  const faults: readonly [string, string | undefined, number, string][] = [
    ['PhoneNumber', undefined, 21421, 'PhoneNumber is invalid: PhoneNumber or AreaCode is required.'],
    ['PhoneNumber', '', 21421, `${number} ${numberRule}`],
    ['PhoneNumber', '5551234567', 21421, `${number} ${numberRule}`],
    ['PhoneNumber', `+${'1'.repeat(16)}`, 21421, `${number} ${numberRule}`],
    ['AreaCode', '41', 21451, 'Invalid area code: AreaCode must be three digits, the first from 2 to 9.'],
    ['AreaCode', '4155', 21451, 'Invalid area code: AreaCode must be three digits, the first from 2 to 9.'],
    ['AreaCode', '115', 21451, 'Invalid area code: AreaCode must be three digits, the first from 2 to 9.'],
    [
      'FriendlyName',
      'x'.repeat(65),
      20002,
      'Invalid FriendlyName: FriendlyName must be a text of at most 64 characters.',
    ],
    ['ApiVersion', '2008-08-01', 20422, 'Invalid Parameter: ApiVersion must be 2010-04-01.'],
    ['VoiceApplicationSid', 'AP1', 21420, `ApplicationSid is not accessible: VoiceApplicationSid ${sidRule}`],
    ['VoiceApplicationSid', noApplication, 21420, `ApplicationSid is not accessible: VoiceApplicationSid ${unknown}`],
    ['SmsApplicationSid', `${noApplication}0`, 21420, `ApplicationSid is not accessible: SmsApplicationSid ${sidRule}`],
    ['SmsApplicationSid', noApplication, 21420, `ApplicationSid is not accessible: SmsApplicationSid ${unknown}`],
    ['VoiceUrl', 'voice', 21402, `Invalid Url: VoiceUrl ${urlRule}`],
    ['VoiceFallbackUrl', `https://a.example/${'x'.repeat(4_000)}`, 21402, `Invalid Url: VoiceFallbackUrl ${urlRule}`],
    ['SmsUrl', 'ftp://a.example', 21402, `Invalid Url: SmsUrl ${urlRule}`],
    ['SmsFallbackUrl', 'x', 21402, `Invalid Url: SmsFallbackUrl ${urlRule}`],
    ['StatusCallback', 'x', 21609, `Invalid 'StatusCallback': StatusCallback ${urlRule}`],
    ...['VoiceMethod', 'VoiceFallbackMethod', 'StatusCallbackMethod', 'SmsMethod', 'SmsFallbackMethod'].map(
      (name): [string, string, number, string] =>
        [...[name, 'PUT', 21403], `Invalid Method: ${name} must be GET or POST.`] as [string, string, number, string],
    ),
    ['VoiceCallerIdLookup', 'yes', 20422, 'Invalid Parameter: VoiceCallerIdLookup must be true or false.'],
    [
      'StirStatus',
      'D',
      20422,
      'Invalid Parameter: StirStatus must be A, B, C, TN-Validation-Passed-A, TN-Validation-Passed-B, TN-Validation-Passed-C or none.',
    ],
  ]

  test.each(faults)('%s=%s', async (name, value, code, message) => {
    const world = await createRestWorld()
    // An area code is read where no number is given.
    const given = { ...(name !== 'AreaCode' && good), ...(value !== undefined && { [name]: value }) }
    const form = value === undefined ? {} : given
    await expectParameterFault(world, { path: list, form, code, message })
    const { rows } = await world.store.incomingPhoneNumbers.list(world.account.sid, {}, { limit: 50 })
    expect(rows).toEqual([])
  })

  test.each([
    ['PhoneNumber', '+1x', 21421, 'PhoneNumber is invalid: PhoneNumber must be at most 16 of the characters 0-9 + *.'],
    [
      'PhoneNumber',
      '1'.repeat(17),
      21421,
      'PhoneNumber is invalid: PhoneNumber must be at most 16 of the characters 0-9 + *.',
    ],
    ['Beta', 'perhaps', 20422, 'Invalid Parameter: Beta must be true or false.'],
    ['Origin', 'x'.repeat(65), 20422, 'Invalid Parameter: Origin must be a text of at most 64 characters.'],
    [
      'FriendlyName',
      'x'.repeat(65),
      20002,
      'Invalid FriendlyName: FriendlyName must be a text of at most 64 characters.',
    ],
  ])('a filter: %s=%s', async (name, value, code, message) => {
    const world = await createRestWorld()
    await expectParameterFault(world, { path: list, form: { [name]: value }, method: 'GET', code, message })
  })
})

test('a number moves to nobody but an active account of the caller’s family', async () => {
  const { clients, clientsOf, store, account } = await createRestWorld()
  const numbers = clients[6].incomingPhoneNumbers
  const { sid } = await numbers.create({ phoneNumber: '+15551234567' })
  const { sid: sub, authToken } = await clients[6].api.v2010.accounts.create()
  const refused = (code: number): object => ({ status: 400, code })
  await expect(numbers(sid).update({ accountSid: 'AC1' })).rejects.toMatchObject(refused(21470))
  await expect(numbers(sid).update({ accountSid: `AC${'9'.repeat(32)}` })).rejects.toMatchObject(refused(21471))
  await store.accounts.update(sub as Sid<'AC'>, { status: 'suspended' }, 1)
  await expect(numbers(sid).update({ accountSid: sub })).rejects.toMatchObject(refused(21472))
  await store.accounts.update(sub as Sid<'AC'>, { status: 'active' }, 1)
  await numbers(sid).update({ accountSid: sub })
  const theirs = clientsOf({ username: sub, password: authToken })[6].incomingPhoneNumbers
  await expect(theirs(sid).update({ accountSid: account.sid })).rejects.toMatchObject(refused(21471))
  expect((await theirs(sid).update({ accountSid: sub, friendlyName: 'x' })).friendlyName).toBe('x')
})
