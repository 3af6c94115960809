import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as source from './index.js'
import { accountSid, authToken, now } from './test-support/sample.js'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

/** Run a CommonJS script under plain Node in the package's own folder, where its name resolves to itself. */
function run(script: string): unknown {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=commonjs', '-e', script], {
    cwd: packageFolder,
    encoding: 'utf8',
  })
  expect({ status, stderr: withoutExperimentalWarning(stderr) }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

// Node 20 and 22 before 22.12 announce that `require` loaded an ES module; that it did is what counts here.
function withoutExperimentalWarning(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/ExperimentalWarning: .*(?:ES Module|require)|--trace-warnings/.test(line))
    .join('\n')
}

test('the package was built', () => {
  expect(existsSync(new URL('../dist/index.js', import.meta.url)), 'run npm run build first').toBe(true)
})

test('require gives the public names of the source, and no default', () => {
  const names = run(`console.log(JSON.stringify(Object.keys(require('@ringdown/token')).sort()))`)
  expect(names).toEqual(Object.keys(source).sort())
})

test('the published samples run with only the require changed', () => {
  const tokens = run(`
    const twilio = require('@ringdown/token')
    const capability = new twilio.Capability('${accountSid}', '${authToken}')
    capability.allowClientIncoming('joey')
    capability.allowClientOutgoing('AP123')

    const ClientCapability = require('@ringdown/token').jwt.ClientCapability
    const current = new ClientCapability({ accountSid: '${accountSid}', authToken: '${authToken}', ttl: 600 })
    current.addScope(new ClientCapability.IncomingClientScope('joey'))
    console.log(JSON.stringify([capability.generate(600, { now: ${now} }), current.toJwt({ now: ${now} })]))
  `)
  const { ClientCapability, Capability } = source
  expect(tokens).toEqual([
    Capability(accountSid, authToken).allowClientIncoming('joey').allowClientOutgoing('AP123').generate(600, { now }),
    new ClientCapability({ accountSid, authToken, ttl: 600 })
      .addScope(new ClientCapability.IncomingClientScope('joey'))
      .toJwt({ now }),
  ])
})

test('import and require give the same classes', () => {
  const isSame = run(`
    const required = require('@ringdown/token')
    import('@ringdown/token').then((imported) => {
      console.log(JSON.stringify(imported.TokenError === required.TokenError))
    })
  `)
  expect(isSame).toBe(true)
})
