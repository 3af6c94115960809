import { expect, test } from 'vitest'
import type { ApplicationResource } from '../../rest/serialise/serialise-application.js'
import { testSid } from '../../store/store-rows.contract.js'
import { createOperator, type Operator } from '../operator.contract.js'

async function withApplication(): Promise<{ readonly operator: Operator; readonly application: ApplicationResource }> {
  const operator = createOperator()
  await operator.run(['account', 'create'])
  const application = await operator.ask<ApplicationResource>(
    ...['application', 'create', '--friendly-name', 'Phone', '--voice-url', 'https://app.example/voice'],
    ...['--status-callback', 'https://app.example/status'],
  )
  return { operator, application }
}

test('what is given changes, and the rest stays', async () => {
  const { operator, application } = await withApplication()
  const updated = await operator.ask<ApplicationResource>(
    ...['application', 'update', application.sid, '--voice-url', 'https://b.example/', '--voice-method', 'GET'],
  )
  expect(updated).toEqual({
    ...application,
    voice_url: 'https://b.example/',
    voice_method: 'GET',
    date_updated: updated.date_updated,
  })
  expect(await operator.ask('application', 'list')).toEqual([updated])
})

test('an empty URL clears it', async () => {
  const { operator, application } = await withApplication()
  const { exitCode, stdout } = await operator.run(['application', 'update', application.sid, '--status-callback', ''])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^Status callback +-$/m)
  expect(await operator.ask('application', 'list')).toMatchObject([{ status_callback: null }])
})

test('to change nothing, or what is not there, is refused', async () => {
  const { operator, application } = await withApplication()
  expect(await operator.run(['application', 'update', application.sid])).toMatchObject({
    exitCode: 2,
    stderr: 'ringdown-gateway: say what to change, for example --voice-url=…\n',
  })
  const missing = testSid('AP', 9)
  expect(await operator.run(['application', 'update', missing, '--friendly-name', 'x'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `ringdown-gateway: the account ${application.account_sid} has no application ${missing}: ringdown-gateway application list shows those it has (error 20404)\n`,
  })
  expect(await operator.run(['application', 'update', 'Phone', '--friendly-name', 'x'])).toMatchObject({
    exitCode: 2,
    stderr: 'ringdown-gateway: the application must be AP and 32 lower-case hexadecimal digits (error 20423)\n',
  })
})

test('an application of another account cannot be reached', async () => {
  const { operator, application } = await withApplication()
  const other = await operator.ask<{ sid: string }>('account', 'create')
  for (const args of [
    ['update', application.sid, '--friendly-name', 'x'],
    ['delete', application.sid],
  ]) {
    const { exitCode, stderr } = await operator.run(['application', ...args, '--account-sid', other.sid])
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`the account ${other.sid} has no application ${application.sid}`)
  }
  expect(await operator.ask('application', 'list', '--account-sid', application.account_sid)).toEqual([application])
})

test('delete takes it away, once', async () => {
  const { operator, application } = await withApplication()
  expect(await operator.run(['application', 'delete', application.sid])).toEqual({
    exitCode: 0,
    stdout: `deleted ${application.sid}\n`,
    stderr: '',
  })
  expect(await operator.ask('application', 'list')).toEqual([])
  expect((await operator.run(['application', 'delete', application.sid])).exitCode).toBe(1)
})
