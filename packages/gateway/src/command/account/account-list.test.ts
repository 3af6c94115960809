import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import { anAccount, testSid } from '../../store/store-rows.contract.js'
import { createOperator } from '../operator.contract.js'

test('accounts come oldest first, with the fields of the REST API', async () => {
  const operator = createOperator()
  const first = await operator.ask<AccountResource>('account', 'create')
  const second = await operator.ask<AccountResource>('account', 'create')
  expect(await operator.ask('account', 'list')).toEqual([first, second])
})

test('the table holds no secret, and shows an account with two auth tokens', async () => {
  const operator = createOperator()
  const first = await operator.ask<AccountResource>('account', 'create', '--friendly-name', 'Main')
  const second = await operator.ask<AccountResource>('account', 'create', '--friendly-name', 'Test')
  const rotated = await operator.ask<Record<string, string>>('account', 'rotate', second.sid, '--start')
  const { stdout } = await operator.run(['account', 'list'])
  const day = /^\d{4}-\d\d-\d\d$/
  expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['SID', 'STATUS', 'CREATED', 'NAME'],
    [first.sid, 'active', expect.stringMatching(day), 'Main'],
    [second.sid, 'active, two tokens', expect.stringMatching(day), 'Test'],
    [''],
  ])
  for (const secret of [first.auth_token, second.auth_token, rotated['secondary_auth_token']]) {
    expect(stdout).not.toContain(secret)
  }
})

test('a name is shown whole within 80 columns, and does nothing to the terminal', async () => {
  const operator = createOperator()
  await operator.run(['migrate'])
  const store = await operator.openStore()
  await store.accounts.insert(anAccount({ friendlyName: '電話'.repeat(32), secondaryAuthToken: 'x' }))
  await store.accounts.insert(anAccount({ sid: testSid('AC', 2), friendlyName: '\u001b[31mred\u202e\n' }))
  const { stdout } = await operator.run(['account', 'list'])
  for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80)
  expect(stdout.replace(/[^電話]/g, '')).toBe('電話'.repeat(32))
  expect(stdout.replace(/\s/g, '')).toContain('\\u{1B}[31mred\\u{202E}\\u{A}')
})

test('an empty store has an empty list, and advice for people', async () => {
  const operator = createOperator()
  await operator.run(['migrate'])
  expect(await operator.ask('account', 'list')).toEqual([])
  expect((await operator.run(['account', 'list'])).stderr).toContain('ringdown-gateway account create')
})

test('a folder without a store is not made one', async () => {
  const operator = createOperator()
  const missing = await operator.run(['account', 'list'])
  expect(missing).toMatchObject({ exitCode: 1, stdout: '' })
  expect(missing.stderr).toMatch(/^ringdown-gateway: there is no store at \S+ringdown\.sqlite: name [^\n]+\n$/)
  expect(await operator.run(['account', 'list'])).toEqual(missing)
})
