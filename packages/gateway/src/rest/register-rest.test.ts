import SqliteDatabase from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { createRestWorld, type RawAnswer } from './test-support/rest-world.js'

const applications = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Applications.json`
const formType = { 'Content-Type': 'application/x-www-form-urlencoded' }

function expectError({ status, headers, json }: RawAnswer, expected: [number, number], message?: string): void {
  const [httpStatus, code] = expected
  expect({ status, json }).toEqual({
    status: httpStatus,
    json: {
      code,
      message: message ?? (expect.any(String) as string),
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status: httpStatus,
    },
  })
  expect(headers.get('content-type')).toMatch(/^application\/json/)
}

describe('an answer from 400 on is the official JSON', () => {
  test.each([
    ['/2010-04-01/Bogus.json'],
    [applications.replace('.json', '')],
    [applications.replace('.json', '.xml')],
    [applications.replace('.json', `/AP${'0'.repeat(32)}.json`)],
    [applications.replace('.json', '/AP1.json')],
  ])('for a path that is not there: %s', async (path) => {
    const world = await createRestWorld()
    expectError(await world.ask(path), [404, 20404], `The requested resource ${path} was not found`)
    expectError(await world.ask(`${path}?a=b`), [404, 20404], `The requested resource ${path} was not found`)
  })

  test.each([
    ['Messages', applications.replace('Applications', 'Messages')],
    ['AvailablePhoneNumbers', applications.replace('Applications', 'AvailablePhoneNumbers/US/Local')],
    ['Recordings', applications.replace('Applications', `Calls/CA${'0'.repeat(32)}/Recordings`)],
  ])('for a resource of the official API that this one does not have, which it names: %s', async (name, path) => {
    const message = `The requested resource ${path} was not found: ${name} is not part of this gateway`
    expectError(await (await createRestWorld()).ask(path), [404, 20404], message)
  })

  test.each([['/2010-04-01/%ZZ'], [`/2010-04-01/Accounts/${'x'.repeat(300)}.json`], ['/elsewhere']])(
    'for a path that no API has: %s',
    async (path) => {
      expectError(await (await createRestWorld()).ask(path), [404, 20404])
    },
  )

  test('for a method that the path does not have, with those that it has', async () => {
    const world = await createRestWorld()
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await world.ask(applications, { method })
      expectError(answer, [405, 20004], 'Method not allowed')
      expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
    }
  })

  test('for a body that is no form', async () => {
    const world = await createRestWorld()
    const headers = { 'Content-Type': 'application/json' }
    expectError(await world.ask(applications, { method: 'POST', body: '{}', headers }), [415, 19056])
  })

  test.each([['FriendlyName=%ZZ'], ['FriendlyName=%'], ['FriendlyName=%FF'], ['%E2%28=x']])(
    'for a form that cannot be decoded: %s',
    async (body) => {
      const world = await createRestWorld()
      expectError(await world.ask(applications, { method: 'POST', body, headers: formType }), [400, 20422])
      expect((await world.store.applications.list(world.account.sid, {}, { limit: 50 })).rows).toEqual([])
    },
  )

  test('for a form with more parameters than anybody means', async () => {
    const body = 'a=1&'.repeat(1_001)
    const world = await createRestWorld()
    expectError(await world.ask(applications, { method: 'POST', body, headers: formType }), [400, 20422])
  })

  test('for a body that is too large', async () => {
    const body = `FriendlyName=${'x'.repeat(140_000)}`
    const world = await createRestWorld()
    expectError(await world.ask(applications, { method: 'POST', body, headers: formType }), [413, 20413])
  })

  test('for a failure of the gateway: nothing of it is told but the id under which the log has it', async () => {
    const world = await createRestWorld()
    const database = new SqliteDatabase(world.storeFile)
    database.exec('drop table applications')
    database.close()
    const answer = await world.ask(applications)
    const requestId = answer.headers.get('twilio-request-id') ?? ''
    expect(requestId).toMatch(/^RQ[\da-f]{32}$/)
    expectError(answer, [500, 20500], `Internal Server Error: The gateway's log says more, under ${requestId}.`)
    expect(world.log()).toContain(`"requestId":"${requestId}"`)
    await expect(world.clients[3].applications.list()).rejects.toMatchObject({ status: 500, code: 20500 })
    await expect(world.clients[6].applications.list()).rejects.toMatchObject({ status: 500, code: 20500 })
  })
})

test('parameters that nobody knows are left aside, as the official service does', async () => {
  const world = await createRestWorld()
  const form = { FriendlyName: 'x', Bogus: 'y', __proto__: 'z' }
  expect((await world.ask(`${applications}?Bogus=1`, { method: 'POST', form })).status).toBe(201)
})

test('a POST without a body has no parameters', async () => {
  const world = await createRestWorld()
  expect((await world.ask(applications, { method: 'POST' })).status).toBe(201)
})
