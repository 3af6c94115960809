import { expect, test } from 'vitest'
import type { ConfigSources } from '../../config.js'
import { testSid } from '../../store/store-rows.contract.js'
import { loadStoreConfig } from './load-store-config.js'

const sid = testSid('AC', 1)

function sources(env: Record<string, string>, file?: string): ConfigSources {
  return { env, flags: file === undefined ? {} : { config: 'gateway.yaml' }, readFile: () => file ?? '' }
}

test('RINGDOWN_ACCOUNT_SID alone says which account a command is for', () => {
  const { config, defaultAccount } = loadStoreConfig(sources({ RINGDOWN_ACCOUNT_SID: sid, RINGDOWN_DATA_DIR: 'here' }))
  expect(defaultAccount).toEqual({ sid, where: 'by RINGDOWN_ACCOUNT_SID in the environment' })
  expect(config).toMatchObject({ dataDir: 'here', firstAccount: undefined })
})

test('so does a first account of the configuration', () => {
  const { config, defaultAccount } = loadStoreConfig(
    sources({ RINGDOWN_AUTH_TOKEN: 'secret' }, `firstAccount: { sid: ${sid} }`),
  )
  expect(defaultAccount).toEqual({ sid, where: 'in gateway.yaml, line 1' })
  expect(config.firstAccount).toEqual({ sid, authToken: 'secret' })
})

test('the auth token may stand in the file alone', () => {
  const { config } = loadStoreConfig(sources({ RINGDOWN_ACCOUNT_SID: sid }, 'firstAccount: { authToken: secret }'))
  expect(config.firstAccount).toEqual({ sid, authToken: 'secret' })
})

test('without either there is none', () => {
  expect(loadStoreConfig(sources({})).defaultAccount).toBeUndefined()
})

test('other problems are told as they are', () => {
  expect(() => loadStoreConfig(sources({ RINGDOWN_ACCOUNT_SID: sid, RINGDOWN_HTTP_PORT: 'x' }))).toThrow(/^http\.port/)
  expect(() => loadStoreConfig(sources({ RINGDOWN_AUTH_TOKEN: 'secret' }))).toThrow(/needs firstAccount\.sid beside it/)
})

test('what is no SID is refused, and not repeated', () => {
  const load = (): unknown => loadStoreConfig(sources({ RINGDOWN_ACCOUNT_SID: 'hunter2' }))
  expect(load).toThrow('the account, named by RINGDOWN_ACCOUNT_SID in the environment, must be AC and 32')
  expect(load).not.toThrow('hunter2')
})
