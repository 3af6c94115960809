import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import { createOperator } from '../operator.contract.js'

test('each application is a block with the URLs that it has', async () => {
  const operator = createOperator()
  await operator.run(['account', 'create'])
  const [first, second] = [
    await operator.ask<{ sid: string }>(
      'application',
      'create',
      '--friendly-name',
      'One',
      '--voice-url',
      'http://a.ex/',
    ),
    await operator.ask<{ sid: string }>('application', 'create'),
  ]
  expect((await operator.run(['application', 'list'])).stdout).toBe(
    [`${first.sid}  One`, '  Voice URL  POST http://a.ex/', '', `${second.sid}  -`, ''].join('\n'),
  )
})

test('a long URL is wrapped within 80 columns, and nothing of it is lost', async () => {
  const operator = createOperator()
  await operator.run(['account', 'create'])
  const url = `https://app.example/${'abc/'.repeat(60)}`
  await operator.run(['application', 'create', '--voice-url', url])
  const { stdout } = await operator.run(['application', 'list'])
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(stdout.replace(/\s/g, '')).toContain(url)
})

test('an account without applications is told how to make one', async () => {
  const operator = createOperator()
  await operator.run(['account', 'create'])
  const { exitCode, stdout, stderr } = await operator.run(['application', 'list'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
  expect(stderr).toContain('ringdown-gateway application create')
})

test('of several accounts one must be chosen, by option or by RINGDOWN_ACCOUNT_SID', async () => {
  const operator = createOperator()
  const first = await operator.ask<AccountResource>('account', 'create')
  const second = await operator.ask<AccountResource>('account', 'create')
  const application = await operator.ask('application', 'create', '--account-sid', second.sid)
  expect(await operator.run(['application', 'list'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'ringdown-gateway: there are 2 accounts: choose one with --account-sid; ringdown-gateway account list shows those there are\n',
  })
  operator.env['RINGDOWN_ACCOUNT_SID'] = second.sid
  expect(await operator.ask('application', 'list')).toEqual([application])
  expect(await operator.ask('application', 'list', '--account-sid', first.sid)).toEqual([])
})

test('an account that is not there is told, with where it was named', async () => {
  const operator = createOperator()
  await operator.run(['migrate'])
  expect((await operator.run(['application', 'list'])).stderr).toContain(
    'yet: make one with ringdown-gateway account create (error 20404)',
  )
  const sid = `AC${'0'.repeat(32)}`
  expect((await operator.run(['application', 'list', '--account-sid', sid])).stderr).toMatch(
    new RegExp(`the account ${sid} is not in .* \\(error 20404\\)`),
  )
  operator.env['RINGDOWN_ACCOUNT_SID'] = sid
  const { exitCode, stderr } = await operator.run(['application', 'list'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`the account ${sid}, named by RINGDOWN_ACCOUNT_SID in the environment, is not in`)
})
