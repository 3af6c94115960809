import { expect } from '@playwright/test'
import { ClientCapability } from '@ringdown/token'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import type { Gateway } from './harness/gateway.js'
import { PresencePage } from './harness/presence-page.js'
import { errorOf, preciseErrors as options } from './harness/sdk-error.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

interface Device {
  readonly id: string
}

/** Disconnect the one device of a name by the gateway's own API. */
async function disconnect({ credentials, httpPort }: Gateway, clientName: string): Promise<void> {
  const { accountSid, authToken } = credentials
  const headers = { Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` }
  const list = `http://127.0.0.1:${httpPort}/ringdown/v1/Accounts/${accountSid}/Devices`
  const found = await fetch(`${list}?ClientName=${clientName}`, { headers })
  const { devices } = (await found.json()) as { readonly devices: readonly Device[] }
  expect(devices).toHaveLength(1)
  const { status } = await fetch(`${list}/${devices[0]?.id ?? ''}`, { method: 'DELETE', headers })
  expect(status).toBe(204)
}

test('a page with the stream scope sees devices come and go', async ({ gateway, openPhone }) => {
  // Names of no other test: who has just gone still counts as available.
  const ann = await openPhone('ann')
  const { page } = await openPhone('watcher', { isUnused: true })
  const capability = new ClientCapability(gateway.credentials)
  capability.addScope(new ClientCapability.EventStreamScope({}))
  const presence = await PresencePage.open(page, gateway.host, capability.toJwt())
  await eventually('the page is told who is there', () => presence.events[0]).toMatchObject({
    type: 'roster',
    data: { client_names: expect.arrayContaining(['ann']) as string[] },
  })
  const ben = await openPhone('ben')
  await presence.saw(['ben', true])
  await ben.unregister()
  await presence.saw(['ben', true], ['ben', false])
  await ann.stop()
  await presence.saw(['ben', true], ['ben', false], ['ann', false])
})

test('a device that the API disconnects is registered no more, and its call goes on', async ({
  application,
  gateway,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob', { options })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
  await disconnect(gateway, 'bob')
  expect(errorOf(await bob.saw('device-error'))).toMatchObject({ code: 31005 })
  await bob.saw('unregistered')
  await hearEachOther(alice, bob)
  expect(await alice.told('disconnect')).toEqual([])
  await alice.hangUp()
  await alice.saw('disconnect')
})
