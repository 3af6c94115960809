import { AccessToken } from '@ringdown/token'
import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import type { NewApiKeyResource } from '../../rest/serialise/serialise-api-key.js'
import { testSid } from '../../store/store-rows.contract.js'
import { createOperator } from '../operator.contract.js'

function anAccessToken(accountSid: string, { sid, secret }: NewApiKeyResource): string {
  const token = new AccessToken(accountSid, sid, secret, { identity: 'joey' })
  token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true }))
  return token.toJwt()
}

test('access tokens that a key signed are accepted until the key is deleted', async () => {
  const operator = createOperator()
  const { sid: accountSid } = await operator.ask<AccountResource>('account', 'create')
  const key = await operator.ask<NewApiKeyResource>('api-key', 'create', '--friendly-name', 'Servers')
  expect(key).toMatchObject({ sid: expect.stringMatching(/^SK[\da-f]{32}$/) as string, friendly_name: 'Servers' })
  const token = anAccessToken(accountSid, key)
  const authorise = await operator.authorise()
  expect(await authorise(token)).toMatchObject({ isOk: true, grant: { identity: 'joey' } })
  expect(await operator.run(['api-key', 'delete', key.sid])).toEqual({
    exitCode: 0,
    stdout: `deleted ${key.sid}\n`,
    stderr: '',
  })
  expect(await authorise(token)).toMatchObject({ isOk: false })
})

test('the secret is shown once, when the key is made', async () => {
  const operator = createOperator()
  await operator.run(['account', 'create'])
  const made = await operator.run(['api-key', 'create', '--friendly-name', 'Servers'])
  const secret = /^Secret +([\da-f]{32})$/m.exec(made.stdout)?.[1] ?? ''
  const sid = /^API key +(SK\S+)$/m.exec(made.stdout)?.[1] ?? ''
  expect(made.stderr).toMatch(/not shown again/)
  const [table, json] = [await operator.run(['api-key', 'list']), await operator.run(['api-key', 'list', '--json'])]
  expect(table.stdout).toMatch(new RegExp(`^${sid} {2}\\d{4}-\\d\\d-\\d\\d {2}Servers$`, 'm'))
  expect(secret).not.toBe('')
  expect(table.stdout + json.stdout).not.toContain(secret)
  expect(JSON.parse(json.stdout)).toEqual([
    {
      sid,
      friendly_name: 'Servers',
      date_created: expect.stringMatching(/\+0000$/) as string,
      date_updated: expect.stringMatching(/\+0000$/) as string,
    },
  ])
})

test('a key that is not there, is of another account, or is none, is told', async () => {
  const operator = createOperator()
  const { sid: accountSid } = await operator.ask<AccountResource>('account', 'create')
  const missing = testSid('SK', 9)
  expect(await operator.run(['api-key', 'delete', missing])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `ringdown-gateway: the account ${accountSid} has no API key ${missing}: ringdown-gateway api-key list shows those it has (error 20404)\n`,
  })
  const key = await operator.ask<NewApiKeyResource>('api-key', 'create')
  const other = await operator.ask<AccountResource>('account', 'create')
  expect((await operator.run(['api-key', 'delete', key.sid, '--account-sid', other.sid])).exitCode).toBe(1)
  expect(await operator.ask('api-key', 'list', '--account-sid', accountSid)).toHaveLength(1)
  expect(await operator.run(['api-key', 'delete', key.secret])).toMatchObject({
    exitCode: 2,
    stderr: 'ringdown-gateway: the API key must be SK and 32 lower-case hexadecimal digits (error 20423)\n',
  })
})
