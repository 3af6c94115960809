import { describe, expect, test } from 'vitest'
import { anApiKey } from '../../store/store-rows.contract.js'
import { createRestWorld, type RawAnswer, type RestWorld } from '../test-support/rest-world.js'
import { idempotencyLimits } from './reply-book.js'

const path = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Applications.json`

function create(world: RestWorld, token: string, form: Record<string, string>): Promise<RawAnswer> {
  return world.ask(path, { method: 'POST', form, headers: { 'I-Twilio-Idempotency-Token': token } })
}

async function countOf(world: RestWorld): Promise<number> {
  return (await world.store.applications.list(world.account.sid, {}, { limit: 50 })).rows.length
}

describe('a POST that is sent again with the same idempotency token', () => {
  test('is answered as it was the first time, and makes nothing', async () => {
    const world = await createRestWorld()
    const first = await create(world, 'one', { FriendlyName: 'x' })
    const second = await create(world, 'one', { FriendlyName: 'x' })
    expect(first.status).toBe(201)
    expect([second.status, second.text]).toEqual([first.status, first.text])
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
    expect(await countOf(world)).toBe(1)
  })

  test('while the first is under way, waits for its answer', async () => {
    const world = await createRestWorld()
    const answers = await Promise.all([1, 2, 3, 4].map(() => create(world, 'one', { FriendlyName: 'x' })))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await countOf(world)).toBe(1)
  })

  test('and other parameters is refused', async () => {
    const world = await createRestWorld()
    await create(world, 'one', { FriendlyName: 'x' })
    const { status, json } = await create(world, 'one', { FriendlyName: 'y' })
    expect([status, json]).toMatchObject([409, { code: 20409, status: 409 }])
    expect(await countOf(world)).toBe(1)
  })

  test('is tried anew where the first was refused', async () => {
    const world = await createRestWorld()
    expect((await create(world, 'one', { FriendlyName: 'x', VoiceUrl: 'nope' })).status).toBe(400)
    expect((await create(world, 'one', { FriendlyName: 'x' })).status).toBe(201)
  })

  test('under other credentials has nothing to do with it', async () => {
    const world = await createRestWorld()
    const key = anApiKey({ accountSid: world.account.sid })
    await world.store.apiKeys.insert(key)
    await create(world, 'one', { FriendlyName: 'x' })
    const signIn = { username: key.sid, password: key.secret }
    const headers = { 'Idempotency-Key': 'one' }
    expect((await world.ask(path, { method: 'POST', form: { FriendlyName: 'x' }, signIn, headers })).status).toBe(201)
    expect(await countOf(world)).toBe(2)
  })

  test('counts for a day', async () => {
    const world = await createRestWorld()
    await create(world, 'one', { FriendlyName: 'x' })
    world.clock.advance(idempotencyLimits.ttlMs)
    await create(world, 'one', { FriendlyName: 'x' })
    expect(await countOf(world)).toBe(2)
  })
})

test('the header of newer official clients means the same', async () => {
  const world = await createRestWorld()
  const request = { method: 'POST', form: { FriendlyName: 'x' }, headers: { 'Idempotency-Key': 'one' } }
  await world.ask(path, request)
  await world.ask(path, request)
  expect(await countOf(world)).toBe(1)
})

test('a token that is too long is refused', async () => {
  const world = await createRestWorld()
  const { status, json } = await create(world, 'x'.repeat(idempotencyLimits.maxTokenLength + 1), {})
  expect([status, json]).toMatchObject([400, { code: 20422 }])
})
