import { expect, test } from 'vitest'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld } from '../test-support/rest-world.js'

test.each(clientVersions)('the balance is a constant to the official client of version %i', async (version) => {
  const { clients, account } = await createRestWorld()
  const balance = (await clients[version].balance.fetch()).toJSON() as unknown
  expect(balance).toEqual({ accountSid: account.sid, balance: '0.00', currency: 'USD' })
})

test('it can only be fetched', async () => {
  const world = await createRestWorld()
  const { status, headers } = await world.ask(`/2010-04-01/Accounts/${world.account.sid}/Balance.json`, {
    method: 'POST',
  })
  expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})
