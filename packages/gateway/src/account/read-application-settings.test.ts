import { errorCatalogue } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readApplicationSettings } from './read-application-settings.js'

test('what is given is read, and what is not given is left out', () => {
  expect(
    readApplicationSettings({ friendlyName: 'Phone', voiceUrl: 'https://app.example/voice', voiceMethod: 'get' }),
  ).toEqual({
    settings: { friendlyName: 'Phone', voiceUrl: 'https://app.example/voice', voiceMethod: 'GET' },
    faults: [],
  })
})

test('an empty URL clears it, and an empty name is none', () => {
  expect(readApplicationSettings({ voiceUrl: '', friendlyName: '' }).settings).toEqual({
    voiceUrl: null,
    friendlyName: '',
  })
})

test('user info, port, query and fragment of a URL are kept as they were written', () => {
  const voiceUrl = 'HTTPS://user:pass@App.example:8443/v?a=1&b=%20#rc=2&rp=all'
  expect(readApplicationSettings({ voiceUrl })).toEqual({ settings: { voiceUrl }, faults: [] })
})

test.each([
  'app.example/voice',
  '/voice',
  'ftp://app.example/',
  'http:app.example',
  'http:///app.example',
  'http://',
  'http://app.example/with space',
  ' http://app.example/',
  'http://app.example/\n',
  'http://[::1',
  'http://app.example:99999/',
  'http:\\\\app.example',
])('%j is no URL for a webhook', (voiceUrl) => {
  const { settings, faults } = readApplicationSettings({ voiceUrl })
  expect(settings).toEqual({})
  expect(faults).toMatchObject([{ field: 'voiceUrl', code: 21205 }])
})

test('each fault has its number in the catalogue, and all are told at once', () => {
  const { faults } = readApplicationSettings({
    friendlyName: 'x'.repeat(65),
    voiceUrl: 'x',
    voiceMethod: 'PUT',
    statusCallback: 'x',
    smsStatusCallback: 'x',
  })
  expect(faults.map(({ field, code }) => [field, code])).toEqual([
    ['friendlyName', 20002],
    ['voiceUrl', 21205],
    ['voiceMethod', 21209],
    ['statusCallback', 21609],
    ['smsStatusCallback', 21609],
  ])
  for (const { code } of faults) expect(errorCatalogue[code]).toBeDefined()
})

test('a name may have 64 characters, whatever they take in memory', () => {
  expect(readApplicationSettings({ friendlyName: '📞'.repeat(64) }).faults).toEqual([])
  expect(readApplicationSettings({ friendlyName: '📞'.repeat(65) }).faults).toMatchObject([{ code: 20002 }])
})

test('every web URL is taken, and what is taken can be fetched', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (voiceUrl) => {
      expect(readApplicationSettings({ voiceUrl }).settings).toEqual({ voiceUrl })
    }),
  )
  const almostUrl = fc
    .tuple(
      fc.constantFrom('http:', 'https:', 'HTTP:', 'ftp:', ' http:'),
      fc.constantFrom('//', '/', '\\\\', ''),
      fc.string(),
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(almostUrl, (voiceUrl) => {
      const { settings } = readApplicationSettings({ voiceUrl })
      if (typeof settings.voiceUrl === 'string') expect(new URL(settings.voiceUrl).protocol).toMatch(/^https?:$/)
    }),
  )
})
