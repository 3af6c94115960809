import { ClientCapability } from '@ringdown/token'
import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import { testSid } from '../../store/store-rows.contract.js'
import { createOperator } from '../operator.contract.js'

type RotatedAccount = AccountResource & { readonly secondary_auth_token: string | null }

function aToken(accountSid: string, authToken: string): string {
  const capability = new ClientCapability({ accountSid, authToken })
  capability.addScope(new ClientCapability.IncomingClientScope('joey'))
  return capability.toJwt()
}

test('tokens of the old auth token live exactly as long as it stands, and those of the new one from the start', async () => {
  const operator = createOperator()
  const { sid, auth_token: old } = await operator.ask<AccountResource>('account', 'create')
  const authorise = await operator.authorise()
  const rotate = (step: string): Promise<RotatedAccount> => operator.ask('account', 'rotate', sid, step)
  const oldToken = aToken(sid, old)

  const started = await rotate('--start')
  const fresh = started.secondary_auth_token ?? ''
  expect(started.auth_token).toBe(old)
  expect(fresh).toMatch(/^[\da-f]{32}$/)
  expect(await authorise(oldToken)).toMatchObject({ isOk: true })
  expect(await authorise(aToken(sid, fresh))).toMatchObject({ isOk: true })

  expect(await rotate('--promote')).toMatchObject({ auth_token: fresh, secondary_auth_token: old })
  expect(await authorise(oldToken)).toMatchObject({ isOk: true })
  expect(await authorise(aToken(sid, fresh))).toMatchObject({ isOk: true })

  expect(await rotate('--remove')).toMatchObject({ auth_token: fresh, secondary_auth_token: null })
  expect(await authorise(oldToken)).toMatchObject({ isOk: false, code: 31202 })
  expect(await authorise(aToken(sid, fresh))).toMatchObject({ isOk: true })
})

test('a rotation that is called off leaves the old auth token alone', async () => {
  const operator = createOperator()
  const { sid, auth_token: old } = await operator.ask<AccountResource>('account', 'create')
  await operator.ask('account', 'rotate', sid, '--start')
  expect(await operator.ask('account', 'rotate', sid, '--remove')).toMatchObject({
    auth_token: old,
    secondary_auth_token: null,
  })
})

test('people see the new auth token once, and at each step what to do next', async () => {
  const operator = createOperator()
  const { sid, auth_token: old } = await operator.ask<AccountResource>('account', 'create')
  const started = await operator.run(['account', 'rotate', sid, '--start'])
  expect(started.stdout).toMatch(/^New auth token +[\da-f]{32}$/m)
  expect(started.stdout + started.stderr).not.toContain(old)
  expect(started.stderr).toContain(`ringdown-gateway account rotate ${sid} --promote\n`)
  const fresh = /^New auth token +(\S+)$/m.exec(started.stdout)?.[1] ?? ''
  for (const [step, next] of [
    ['--promote', `ringdown-gateway account rotate ${sid} --remove\n`],
    ['--remove', 'what the other one signed is refused'],
  ] as const) {
    const { stdout, stderr } = await operator.run(['account', 'rotate', sid, step])
    expect(stderr).toContain(next)
    expect(stdout + stderr).not.toMatch(new RegExp(`${old}|${fresh}`))
  }
})

test.each([
  ['--promote', 'has no secondary auth token: begin with --start (error 20409)'],
  ['--remove', 'has no secondary auth token: begin with --start (error 20409)'],
])('%s before --start is refused', async (step, reason) => {
  const operator = createOperator()
  const { sid } = await operator.ask<AccountResource>('account', 'create')
  expect(await operator.run(['account', 'rotate', sid, step])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `ringdown-gateway: the account ${sid} ${reason}\n`,
  })
})

test('a second --start is refused, and the auth token that was given out stays', async () => {
  const operator = createOperator()
  const { sid } = await operator.ask<AccountResource>('account', 'create')
  const { secondary_auth_token: fresh } = await operator.ask<RotatedAccount>('account', 'rotate', sid, '--start')
  const { exitCode, stderr } = await operator.run(['account', 'rotate', sid, '--start'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain('has a secondary auth token already: go on with --promote, or remove it with --remove')
  const account = await (await operator.openStore()).accounts.find(sid)
  expect(account?.secondaryAuthToken).toBe(fresh)
})

test.each([
  [[], 'one of --start, --promote and --remove'],
  [['--start', '--promote'], 'one of --start, --promote and --remove'],
])('%j is no step', async (steps, reason) => {
  const { exitCode, stderr } = await createOperator().run(['account', 'rotate', testSid('AC', 1), ...steps])
  expect(exitCode).toBe(2)
  expect(stderr).toContain(reason)
})

test('the account must be named, by a SID, and be there', async () => {
  const operator = createOperator()
  await operator.run(['account', 'create'])
  expect(await operator.run(['account', 'rotate', '--start'])).toMatchObject({
    exitCode: 2,
    stderr: 'ringdown-gateway: <sid> is missing: put it behind the command\n',
  })
  expect(await operator.run(['account', 'rotate', 'AC1', '--start'])).toMatchObject({
    exitCode: 2,
    stderr: 'ringdown-gateway: the account must be AC and 32 lower-case hexadecimal digits (error 20423)\n',
  })
  const { exitCode, stderr } = await operator.run(['account', 'rotate', testSid('AC', 1), '--start'])
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/is not in \S+ringdown\.sqlite: ringdown-gateway account list shows .* \(error 20404\)\n$/)
})
