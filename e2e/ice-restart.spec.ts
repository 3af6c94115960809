import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { pathOf } from './harness/ice-path.js'
import { test as base } from './harness/test.js'
import { dialClient } from './harness/twiml.js'
import { UdpRelay } from './harness/udp-relay.js'

// Addresses of this process alone, so that two runs on one machine do not meet.
const host = `${(process.pid >> 8) & 255}.${process.pid & 255}`
const route = { nearAddress: `127.1.${host}`, farAddress: `127.2.${host}`, firstPort: 21_000, lastPort: 21_015 }

const test = base.extend<{ readonly relay: UdpRelay }>({
  relay: async ({}, use) => {
    const relay = await UdpRelay.open(route)
    await use(relay)
    relay.close()
  },
})

test.skip(process.platform !== 'linux', 'only Linux has more than one loopback address without being told')

test.use({
  serveFlags: [
    '--no-media-include-loopback',
    `--media-listen-addresses=${route.farAddress}`,
    `--media-announced-addresses=${route.nearAddress}`,
    `--media-udp-port-range=${route.firstPort}-${route.lastPort}`,
  ],
})

test('media that does not come back ends the call when a phone gives up, and its page is told why', async ({
  application,
  openPhone,
  relay,
  sdk,
}) => {
  test.setTimeout(120_000)
  application.on('/voice', dialClient('bob'))
  const options = { enableIceRestart: true }
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob', { options })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
  relay.cut()
  await Promise.all([alice.saw('reconnecting'), bob.saw('reconnecting')])
  const errors = async (): Promise<readonly unknown[]> =>
    [...(await alice.events()), ...(await bob.events())].flatMap(({ name, detail }) =>
      name === 'call-error' ? [detail['code']] : [],
    )
  // Both SDKs try for thirty seconds.
  const code = sdk === 'twilio-client' ? 31003 : 53405
  await expect.poll(errors, { message: 'a phone gives up', timeout: 50_000 }).toContain(code)
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
})

test('media that breaks off comes back by an ICE restart, behind an announced address', async ({
  application,
  openPhone,
  relay,
}) => {
  application.on('/voice', dialClient('bob'))
  const options = { enableIceRestart: true }
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob', { options })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
  const paths = await Promise.all([pathOf(alice.page), pathOf(bob.page)])
  expect(new Set(paths.flat()).size).toBe(4)
  relay.cut()
  await Promise.all([alice.saw('reconnecting'), bob.saw('reconnecting')])
  for (const phone of [alice, bob])
    await eventually(`${phone.name} asks for new media`, () => phone.sentTypes).toContain('reinvite')
  relay.mend()
  await Promise.all([alice.saw('reconnected'), bob.saw('reconnected')])
  // Two old ones and two new ones of each: the path that was cut is not the one that came back.
  const known = async (): Promise<unknown> =>
    new Set([paths, await pathOf(alice.page), await pathOf(bob.page)].flat(2)).size
  await eventually('both have new paths', known).toBe(8)
  await hearEachOther(alice, bob)
  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
})
