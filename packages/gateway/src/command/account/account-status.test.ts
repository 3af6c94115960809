import { ClientCapability } from '@ringdown/token'
import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import { anAccount } from '../../store/store-rows.contract.js'
import { createOperator } from '../operator.contract.js'

test('tokens of a suspended account are refused until it is resumed', async () => {
  const operator = createOperator()
  const { sid, auth_token: authToken } = await operator.ask<AccountResource>('account', 'create')
  const capability = new ClientCapability({ accountSid: sid, authToken })
  capability.addScope(new ClientCapability.IncomingClientScope('joey'))
  const token = capability.toJwt()
  const authorise = await operator.authorise()
  expect(await authorise(token)).toMatchObject({ isOk: true })
  expect(await operator.ask('account', 'suspend', sid)).toMatchObject({ sid, status: 'suspended' })
  expect(await authorise(token)).toMatchObject({ isOk: false })
  expect(await operator.ask('account', 'resume', sid)).toMatchObject({ sid, status: 'active' })
  expect(await authorise(token)).toMatchObject({ isOk: true })
})

test('to suspend twice changes nothing more', async () => {
  const operator = createOperator()
  const { sid } = await operator.ask<AccountResource>('account', 'create')
  const suspended = await operator.ask('account', 'suspend', sid)
  expect(await operator.ask('account', 'suspend', sid)).toEqual(suspended)
})

test('the table shows the status, and no secret', async () => {
  const operator = createOperator()
  const { sid, auth_token: authToken } = await operator.ask<AccountResource>('account', 'create')
  const { stdout, stderr } = await operator.run(['account', 'suspend', sid])
  expect(stdout).toMatch(/^Status +suspended$/m)
  expect(stdout + stderr).not.toContain(authToken)
})

test('a closed account stays closed', async () => {
  const operator = createOperator()
  await operator.run(['migrate'])
  const closed = anAccount({ status: 'closed' })
  await (await operator.openStore()).accounts.insert(closed)
  for (const command of ['resume', 'suspend']) {
    expect(await operator.run(['account', command, closed.sid])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `ringdown-gateway: the account ${closed.sid} is closed, for good: make another with ringdown-gateway account create (error 20005)\n`,
    })
  }
})
