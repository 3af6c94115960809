import { ClientCapability } from '@ringdown/token'
import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import { createOperator } from '../operator.contract.js'

function aToken({ sid: accountSid, auth_token: authToken }: AccountResource, tokenId: string): string {
  const capability = new ClientCapability({ accountSid, authToken, tokenId })
  capability.addScope(new ClientCapability.IncomingClientScope('joey'))
  return capability.toJwt()
}

test('a token is refused from the moment that its id is revoked, and others are not', async () => {
  const operator = createOperator()
  const account = await operator.ask<AccountResource>('account', 'create')
  const authorise = await operator.authorise()
  expect(await authorise(aToken(account, 'stolen'))).toMatchObject({ isOk: true })
  const { exitCode, stdout } = await operator.run(['token', 'revoke', 'stolen'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `revoked the tokens of ${account.sid} with this id\n` })
  expect(await authorise(aToken(account, 'stolen'))).toMatchObject({ isOk: false, code: 31204 })
  expect(await authorise(aToken(account, 'other'))).toMatchObject({ isOk: true })
})

test('a revocation outlives every token that may have been made ahead of its day', async () => {
  const operator = createOperator()
  const account = await operator.ask<AccountResource>('account', 'create')
  await operator.run(['token', 'revoke', 'stolen'])
  const store = await operator.openStore()
  await store.revokedTokens.prune(Math.floor(Date.now() / 1000) + 365 * 86_400)
  expect(await (await operator.authorise())(aToken(account, 'stolen'))).toMatchObject({ isOk: false })
})

test('a whole token in place of its id is refused, and not repeated', async () => {
  const operator = createOperator()
  const token = aToken(await operator.ask<AccountResource>('account', 'create'), 'stolen')
  const { exitCode, stderr } = await operator.run(['token', 'revoke', token])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('give its id alone')
  expect(stderr).not.toContain(token)
})

test('an id that is no id of ours is refused', async () => {
  expect((await createOperator().run(['token', 'revoke', 'x'.repeat(257)])).stderr).toContain('at most 256 characters')
})
