import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { createOperator } from './operator.contract.js'

test('the configuration that counts is shown, with where each value was set, and no secret', async () => {
  const operator = createOperator({ RINGDOWN_AUTH_TOKEN: 'hunter2-and-more', RINGDOWN_HTTP_PORT: '8081' })
  const file = join(operator.folder, 'gateway.yaml')
  writeFileSync(file, 'firstAccount:\n  sid: AC0123456789abcdef0123456789abcdef\nhttp: { port: 8082 }\n')
  const { exitCode, stdout, stderr } = await operator.run(['check-config', '--config', file, '--region', 'ie1'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain('http:\n  # set by RINGDOWN_HTTP_PORT in the environment\n  port: 8081\n')
  expect(stdout).toContain('# set by the flag --region\nregion: ie1\n')
  expect(stdout).toContain(`# set in ${file}, line 2\n  sid: AC0123456789abcdef0123456789abcdef\n`)
  expect(stdout).toContain('\nedge: ashburn\n')
  expect(stdout).not.toContain('hunter2')
  expect(parse(stdout)).toMatchObject({ dataDir: operator.dataDir, firstAccount: { authToken: '(secret)' } })
  expect(existsSync(operator.dataDir)).toBe(false)
})

test('what is odd is told beside it', async () => {
  const { exitCode, stderr } = await createOperator({ RINGDOWN_SOMETHING_ELSE: 'x' }).run(['check-config'])
  expect(exitCode).toBe(0)
  expect(stderr).toBe('ringdown-gateway: RINGDOWN_SOMETHING_ELSE in the environment sets nothing in the gateway\n')
})

test('a file that is not there is told', async () => {
  const { exitCode, stderr } = await createOperator().run(['check-config', '--config', '/nowhere/gateway.yaml'])
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^ringdown-gateway: The configuration file \/nowhere\/gateway\.yaml, [^\n]+\n$/)
})
