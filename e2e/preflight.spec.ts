import { expect } from '@playwright/test'
import { eventually } from './harness/eventually.js'
import { test } from './harness/test.js'
import { dialClient, twiml } from './harness/twiml.js'

test("the SDK's own preflight test completes, with a report on the call", async ({
  application,
  gateway,
  openPhone,
  tokenFor,
}) => {
  application.on('/voice', dialClient('bob'))
  const bob = await openPhone('bob')
  const tester = await openPhone('tester', { isUnused: true })
  const token = tokenFor({ identity: 'tester' })
  await tester.preflight({ token, host: gateway.host, isReceiving: true, options: {} })
  await bob.saw('incoming')
  await bob.accept()
  await tester.saw('preflight-connected')
  await tester.saw('preflight-sample', 3)
  await bob.hangUp()
  const report = await tester.saw('preflight-completed')
  expect(report).toMatchObject({ edge: 'ashburn', callSid: application.requestsTo('/voice')[0]?.params['CallSid'] })
  expect(report['callQuality']).toMatch(/excellent|great|good/)
  expect(report).toHaveProperty('networkTiming.dtls.duration')
  expect(report).toHaveProperty('networkTiming.ice.duration')
  expect(report).toHaveProperty('stats.mos.average')
  expect(await tester.told('preflight-failed')).toEqual([])
  await eventually('the preflight test lets go', () => gateway.figure('ringdown_devices_connected')).toBe(1)
})

test('a preflight test whose call is over at once completes too', async ({
  application,
  gateway,
  openPhone,
  tokenFor,
}) => {
  const response = twiml()
  response.hangup()
  application.on('/voice', response)
  const tester = await openPhone('tester', { isUnused: true })
  await tester.preflight({
    ...{ token: tokenFor({ identity: 'tester' }), host: gateway.host, isReceiving: true, options: {} },
  })
  const report = await tester.saw('preflight-completed')
  // The SDK learns the SID when its media is connected, which the end of the call may forestall.
  const { callSid } = report as { readonly callSid?: string }
  expect([undefined, application.requestsTo('/voice')[0]?.params['CallSid']]).toContain(callSid)
  expect(await tester.told('preflight-failed')).toEqual([])
})
