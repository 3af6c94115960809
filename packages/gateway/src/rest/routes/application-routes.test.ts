import { describe, expect, test } from 'vitest'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

const list = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Applications.json`
const moment = new Date('2026-11-21T00:00:00.000Z')

/** Every setting, as the clients take them. */
const settings = {
  friendlyName: 'Empfang 📞',
  apiVersion: '2010-04-01',
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
  smsStatusCallback: 'https://app.example/sms-status',
  messageStatusCallback: 'https://app.example/message-status',
}

/** Those that an application has where it was told nothing. */
const defaults = {
  friendlyName: '',
  apiVersion: '2010-04-01',
  voiceUrl: null,
  voiceMethod: 'POST',
  voiceFallbackUrl: null,
  voiceFallbackMethod: 'POST',
  statusCallback: null,
  statusCallbackMethod: 'POST',
  voiceCallerIdLookup: false,
  smsUrl: null,
  smsMethod: 'POST',
  smsFallbackUrl: null,
  smsFallbackMethod: 'POST',
  smsStatusCallback: null,
  messageStatusCallback: null,
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('an application is made, fetched, changed and deleted', async () => {
    const { clients, clock, account } = await createRestWorld()
    const { applications } = clients[version]
    const made = await applications.create(settings)
    expect(made).toMatchObject({ ...settings, accountSid: account.sid, dateCreated: moment, dateUpdated: moment })
    expect(made.uri).toBe(list.replace('.json', `/${made.sid}.json`))
    expect((await applications(made.sid).fetch()).toJSON()).toEqual(made.toJSON())

    clock.advance(5_000)
    const changed = await applications(made.sid).update({
      voiceUrl: '',
      voiceMethod: 'POST',
      voiceCallerIdLookup: false,
    })
    const changes = { voiceUrl: null, voiceMethod: 'POST', voiceCallerIdLookup: false }
    expect(changed).toMatchObject({ ...settings, ...changes, dateCreated: moment })
    expect(changed.dateUpdated.getTime()).toBe(moment.getTime() + 5_000)
    expect((await applications(made.sid).fetch()).toJSON()).toEqual(changed.toJSON())

    expect(await applications(made.sid).remove()).toBe(true)
    const gone = { status: 404, code: 20404, message: expect.stringContaining(made.sid) as string }
    await expect(applications(made.sid).fetch()).rejects.toMatchObject(gone)
    await expect(applications(made.sid).update({ friendlyName: 'x' })).rejects.toMatchObject(gone)
    await expect(applications(made.sid).remove()).rejects.toMatchObject(gone)
  })

  test('an application that is told nothing has the official defaults', async () => {
    const { clients } = await createRestWorld()
    expect(await clients[version].applications.create({})).toMatchObject(defaults)
  })

  test('a list pages by itself, newest first, and each page carries the filter', async () => {
    const { clients, clock } = await createRestWorld()
    const { applications } = clients[version]
    for (let count = 0; count < 7; count++) {
      await applications.create({
        friendlyName: count % 2 === 0 ? 'even' : 'odd',
        voiceUrl: `https://a.example/${count}`,
      })
      clock.advance(1_000)
    }
    const urls = async (options: object): Promise<string[]> =>
      (await applications.list(options)).map(({ voiceUrl }) => voiceUrl.slice(-1))
    expect(await urls({ pageSize: 3 })).toEqual(['6', '5', '4', '3', '2', '1', '0'])
    expect(await urls({ pageSize: 1, friendlyName: 'odd' })).toEqual(['5', '3', '1'])
    expect(await urls({ limit: 4, pageSize: 3 })).toEqual(['6', '5', '4', '3'])
    expect(await urls({ limit: 3_000 })).toHaveLength(7)
    expect(await urls({ friendlyName: 'neither' })).toEqual([])
  })

  test('a wrong URL is refused with the official code, and nothing is made', async () => {
    const { clients, store, account } = await createRestWorld()
    const refused = { status: 400, code: 21205, moreInfo: 'https://www.twilio.com/docs/errors/21205' }
    await expect(clients[version].applications.create({ voiceUrl: 'voice' })).rejects.toMatchObject(refused)
    expect((await store.applications.list(account.sid, {}, { limit: 50 })).rows).toEqual([])
  })
})

test('an application has the fields of the official API, of their types, and no other', async () => {
  const world = await createRestWorld()
  const { json } = await world.ask(list, { method: 'POST', form: { VoiceUrl: 'https://app.example/voice' } })
  const text = expect.any(String) as string
  expect(json).toEqual({
    sid: expect.stringMatching(/^AP[\da-f]{32}$/) as string,
    account_sid: world.account.sid,
    friendly_name: '',
    api_version: '2010-04-01',
    date_created: 'Sat, 21 Nov 2026 00:00:00 +0000',
    date_updated: 'Sat, 21 Nov 2026 00:00:00 +0000',
    uri: text,
    voice_url: 'https://app.example/voice',
    voice_method: 'POST',
    voice_fallback_url: null,
    voice_fallback_method: 'POST',
    voice_caller_id_lookup: false,
    status_callback: null,
    status_callback_method: 'POST',
    sms_url: null,
    sms_method: 'POST',
    sms_fallback_url: null,
    sms_fallback_method: 'POST',
    sms_status_callback: null,
    message_status_callback: null,
    public_application_connect_enabled: false,
  })
})

describe('a page', () => {
  async function withApplications(count: number): Promise<RestWorld> {
    const world = await createRestWorld()
    for (let made = 0; made < count; made++) await world.clients[6].applications.create({ friendlyName: 'Büro & Co' })
    return world
  }

  test('says where it stands, with relative URIs that carry the filters', async () => {
    const world = await withApplications(3)
    const first = (await world.ask(`${list}?FriendlyName=B%C3%BCro+%26+Co&PageSize=2`)).json as Record<string, string>
    const filtered = `${list}?FriendlyName=B%C3%BCro+%26+Co&PageSize=2`
    expect(first).toEqual({
      applications: [expect.anything(), expect.anything()],
      page: 0,
      page_size: 2,
      start: 0,
      end: 1,
      uri: `${filtered}&Page=0`,
      first_page_uri: `${filtered}&Page=0`,
      next_page_uri: expect.stringMatching(/&Page=1&PageToken=PA[\w-]+$/) as string,
      previous_page_uri: null,
    })
    const second = (await world.ask(first['next_page_uri'] ?? '')).json
    expect(second).toEqual({
      applications: [expect.anything()],
      page: 1,
      page_size: 2,
      start: 2,
      end: 2,
      uri: first['next_page_uri'],
      first_page_uri: first['first_page_uri'],
      next_page_uri: null,
      previous_page_uri: expect.stringMatching(/&Page=0&PageToken=PB[\w-]+$/) as string,
    })
    const previous = (second as Record<string, string>)['previous_page_uri'] ?? ''
    const back = (await world.ask(previous)).json
    expect(back).toEqual({ ...first, uri: previous })
  })

  test('of an empty list ends at 0', async () => {
    const { json } = await (await createRestWorld()).ask(list)
    expect(json).toMatchObject({ applications: [], page_size: 50, start: 0, end: 0, next_page_uri: null })
  })

  test('that is exactly full is the last one', async () => {
    const world = await withApplications(2)
    expect((await world.ask(`${list}?PageSize=2`)).json).toMatchObject({ end: 1, next_page_uri: null })
  })

  test('is cut down to a thousand', async () => {
    expect((await (await createRestWorld()).ask(`${list}?PageSize=3000`)).json).toMatchObject({ page_size: 1_000 })
  })
})

test('an application of another account is not there', async () => {
  const world = await createRestWorld()
  const { uri } = await world.clients[6].applications.create(settings)
  const sub = `AC${'b'.repeat(32)}` as const
  const { account, store } = world
  await store.accounts.insert({ ...account, sid: sub, ownerAccountSid: account.sid })
  const path = uri.replace(account.sid, sub)
  expect((await world.ask(path)).status).toBe(404)
  expect((await world.ask(path, { method: 'POST', form: { FriendlyName: 'mine' } })).status).toBe(404)
  expect((await world.ask(path, { method: 'DELETE' })).status).toBe(404)
  expect((await world.clients[6].applications.list())[0]?.friendlyName).toBe(settings.friendlyName)
})
