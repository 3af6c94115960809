import { expect, test } from 'vitest'
import { settingKeys } from './setting-key.js'

test('variables and flags follow from the key by one rule', () => {
  const names = (name: string): unknown => {
    const { variable, flag } = settingKeys.find((key) => key.name === name) ?? {}
    return [variable, flag]
  }
  expect(names('host')).toEqual(['RINGDOWN_HOST', 'host'])
  expect(names('dataDir')).toEqual(['RINGDOWN_DATA_DIR', 'data-dir'])
  expect(names('http.port')).toEqual(['RINGDOWN_HTTP_PORT', 'http-port'])
  expect(names('https.port')).toEqual(['RINGDOWN_HTTPS_PORT', 'https-port'])
  expect(names('media.udpPortRange')).toEqual(['RINGDOWN_MEDIA_UDP_PORT_RANGE', 'media-udp-port-range'])
})

test('four variables keep the names that deployments know', () => {
  const variables = Object.fromEntries(settingKeys.map(({ name, variable }) => [name, variable]))
  expect(variables).toMatchObject({
    'https.certFile': 'RINGDOWN_TLS_CERT',
    'https.keyFile': 'RINGDOWN_TLS_KEY',
    'firstAccount.sid': 'RINGDOWN_ACCOUNT_SID',
    'firstAccount.authToken': 'RINGDOWN_AUTH_TOKEN',
  })
})

test('no two settings share a name, and secrets have no flag', () => {
  for (const part of ['name', 'variable'] as const) {
    expect(new Set(settingKeys.map((key) => key[part])).size).toBe(settingKeys.length)
  }
  const flags = settingKeys.flatMap(({ flag }) => flag ?? [])
  expect(new Set(flags).size).toBe(flags.length)
  expect(settingKeys.filter(({ flag }) => flag === undefined).map(({ name }) => name)).toEqual([
    'firstAccount.authToken',
    'media.iceServers',
  ])
})
