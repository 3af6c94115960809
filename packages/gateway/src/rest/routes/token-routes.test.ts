import { describe, expect, test } from 'vitest'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld } from '../test-support/rest-world.js'

const list = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Tokens.json`
const servers = {
  RINGDOWN_MEDIA_ICE_SERVERS: JSON.stringify([
    { urls: 'stun:stun.example:3478' },
    { urls: ['turn:turn.example:3478?transport=udp', 'turns:turn.example:5349'], secret: 'shared with coturn' },
    { urls: 'turn:other.example', username: 'everybody', credential: 'the same for all' },
  ]),
}
const nowSeconds = Date.UTC(2026, 10, 21) / 1000

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('a token holds every server, and for those with a secret a login that ends in a day', async () => {
    const { clients, account } = await createRestWorld(servers)
    const token = await clients[version].tokens.create()
    const username = `${nowSeconds + 86_400}:${account.sid}`
    const credential = expect.stringMatching(/^[\w+/]{27}=$/) as string
    expect(token.toJSON()).toEqual({
      accountSid: account.sid,
      username,
      password: credential,
      ttl: '86400',
      dateCreated: new Date(nowSeconds * 1000),
      dateUpdated: new Date(nowSeconds * 1000),
      iceServers: [
        expect.objectContaining({ urls: 'stun:stun.example:3478' }),
        expect.objectContaining({ urls: 'turn:turn.example:3478?transport=udp', username, credential }),
        expect.objectContaining({ urls: 'turns:turn.example:5349', username, credential }),
        expect.objectContaining({ urls: 'turn:other.example', username: 'everybody', credential: 'the same for all' }),
      ],
    })
  })

  test('the login ends when it is asked to', async () => {
    const { clients, account } = await createRestWorld(servers)
    const token = await clients[version].tokens.create({ ttl: 60 })
    expect([token.ttl, token.username]).toEqual(['60', `${nowSeconds + 60}:${account.sid}`])
  })
})

test('without TURN servers there is no login', async () => {
  const world = await createRestWorld()
  const { json } = await world.ask(list, { method: 'POST' })
  expect(json).toMatchObject({ username: null, password: null, ice_servers: [] })
})

test('the answer has the fields of the official API and never the shared secret', async () => {
  const world = await createRestWorld(servers)
  const { status, json, text } = await world.ask(list, { method: 'POST' })
  expect([status, Object.keys(json as object).sort()]).toEqual([
    201,
    ['account_sid', 'date_created', 'date_updated', 'ice_servers', 'password', 'ttl', 'username'],
  ])
  expect(json).toMatchObject({
    ice_servers: [{ url: 'stun:stun.example:3478', urls: 'stun:stun.example:3478' }, {}, {}, {}],
  })
  expect(text + world.log()).not.toContain('coturn')
})
