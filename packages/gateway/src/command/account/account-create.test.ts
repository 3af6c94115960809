import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import { testSid } from '../../store/store-rows.contract.js'
import { createOperator } from '../operator.contract.js'

test('an account gets a random SID and auth token, which the answer holds', async () => {
  const operator = createOperator()
  const created = await operator.ask<AccountResource>('account', 'create', '--friendly-name', 'Our phones')
  expect(created).toMatchObject({
    sid: expect.stringMatching(/^AC[\da-f]{32}$/) as string,
    auth_token: expect.stringMatching(/^[\da-f]{32}$/) as string,
    friendly_name: 'Our phones',
    owner_account_sid: created.sid,
    status: 'active',
    type: 'Full',
  })
  const store = await operator.openStore()
  expect(await store.accounts.find(created.sid)).toMatchObject({
    authToken: created.auth_token,
    secondaryAuthToken: null,
    ownerAccountSid: created.sid,
  })
})

test('the table holds the same, and the advice stands beside it', async () => {
  const operator = createOperator()
  const { exitCode, stdout, stderr } = await operator.run(['account', 'create', '--friendly-name', 'Our phones'])
  const [account] = await (await operator.openStore()).accounts.all()
  expect(exitCode).toBe(0)
  expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['Account', account?.sid],
    ['Name', 'Our phones'],
    ['Status', 'active'],
    ['Auth token', account?.authToken],
    ['Created', expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/)],
    [''],
  ])
  expect(stderr).toMatch(/Keep the auth token to yourself/)
})

test('an empty store gets the account that the configuration names, and the next one is random', async () => {
  const [sid, authToken] = [testSid('AC', 7), 'brought-along-from-elsewhere']
  const operator = createOperator({ RINGDOWN_ACCOUNT_SID: sid, RINGDOWN_AUTH_TOKEN: authToken })
  expect(await operator.ask('account', 'create')).toMatchObject({ sid, auth_token: authToken })
  const second = await operator.ask<AccountResource>('account', 'create')
  expect(second.sid).not.toBe(sid)
  expect(second.auth_token).not.toBe(authToken)
})

test('a name that is too long is refused, and no store is made', async () => {
  const operator = createOperator()
  expect(await operator.run(['account', 'create', '--friendly-name', 'x'.repeat(65)])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'ringdown-gateway: --friendly-name must be at most 64 characters (error 20002)\n',
  })
  expect(existsSync(join(operator.dataDir, 'ringdown.sqlite'))).toBe(false)
})

test('an auth token among the arguments is refused, and not repeated', async () => {
  const { exitCode, stderr } = await createOperator().run(['account', 'create', '--auth-token=hunter2-and-more'])
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/every user of the machine can read command lines: set RINGDOWN_AUTH_TOKEN/)
  expect(stderr).not.toContain('hunter2')
})
