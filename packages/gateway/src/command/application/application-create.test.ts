import { expect, test } from 'vitest'
import type { AccountResource } from '../../rest/serialise/serialise-account.js'
import type { ApplicationResource } from '../../rest/serialise/serialise-application.js'
import { createOperator, type Operator } from '../operator.contract.js'

async function withAccount(): Promise<{ readonly operator: Operator; readonly accountSid: string }> {
  const operator = createOperator()
  const { sid } = await operator.ask<AccountResource>('account', 'create')
  return { operator, accountSid: sid }
}

test('an application gets what the options say, and POST where they say nothing', async () => {
  const { operator, accountSid } = await withAccount()
  const created = await operator.ask<ApplicationResource>(
    ...['application', 'create', '--friendly-name', 'Phone', '--voice-url', 'https://app.example/voice'],
    ...['--voice-method', 'get', '--voice-fallback-url', 'http://10.0.0.2:8000/voice'],
    ...['--status-callback', 'https://app.example/status', '--status-callback-method', 'GET'],
  )
  expect(created).toMatchObject({
    sid: expect.stringMatching(/^AP[\da-f]{32}$/) as string,
    account_sid: accountSid,
    friendly_name: 'Phone',
    voice_url: 'https://app.example/voice',
    voice_method: 'GET',
    voice_fallback_url: 'http://10.0.0.2:8000/voice',
    voice_fallback_method: 'POST',
    status_callback: 'https://app.example/status',
    status_callback_method: 'GET',
  })
  expect(await operator.ask('application', 'list')).toEqual([created])
})

test('an application needs no option at all', async () => {
  const { operator } = await withAccount()
  expect(await operator.ask('application', 'create')).toMatchObject({ friendly_name: '', voice_url: null })
})

test.each([
  [['--voice-url', 'app.example'], 'voice-url must be an absolute http or https URL', 21205],
  [['--voice-fallback-url', '/voice'], 'voice-fallback-url must be an absolute http or https URL', 21205],
  [['--status-callback', 'ftp://app.example'], 'status-callback must be an absolute http or https URL', 21609],
  [['--voice-method', 'PUT'], 'voice-method must be GET or POST', 21209],
  [['--friendly-name', 'x'.repeat(65)], 'friendly-name must be at most 64 characters', 20002],
])('%j is refused with its number in the catalogue, and nothing is made', async (options, sentence, code) => {
  const { operator } = await withAccount()
  const { exitCode, stdout, stderr } = await operator.run(['application', 'create', ...options])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(new RegExp(`^ringdown-gateway: --${sentence}[^\\n]*\\(error ${code}\\)\\n$`))
  expect(await operator.ask('application', 'list')).toEqual([])
})

test('a URL with a password is refused among the arguments, and read from standard input', async () => {
  const { operator } = await withAccount()
  const url = 'https://user:hunter2@app.example/voice'
  const refused = await operator.run(['application', 'create', '--voice-url', url])
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
  expect(refused.stderr).toContain('pipe the URL in, with --voice-url -')
  const piped = await operator.run(['application', 'create', '--voice-url', '-'], `${url}\n`)
  expect(piped).toMatchObject({ exitCode: 0, stderr: '' })
  expect(piped.stdout).toMatch(/^Voice URL +POST https:\/\/user:\(secret\)@app\.example\/voice$/m)
  const listed = await operator.run(['application', 'list'])
  expect([refused.stderr, piped.stdout, listed.stdout].join('\n')).not.toContain('hunter2')
  expect(await operator.ask('application', 'list')).toMatchObject([{ voice_url: url }])
})

test('standard input can be one value only, and is judged like any other', async () => {
  const { operator } = await withAccount()
  const both = await operator.run(['application', 'create', '--voice-url', '-', '--status-callback', '-'], 'x\n')
  expect(both.stderr).toContain('--voice-url and --status-callback cannot both come from standard input')
  const bad = await operator.run(['application', 'create', '--voice-url', '-'], 'ftp://user:hunter2@app.example\n')
  expect(bad.exitCode).toBe(2)
  expect(bad.stderr).toContain('(error 21205)')
  expect(bad.stderr).not.toContain('hunter2')
})
