import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { test as base } from './harness/test.js'
import { dialClient } from './harness/twiml.js'
import { UdpRelay } from './harness/udp-relay.js'

const route = { nearAddress: '127.0.0.2', farAddress: '127.0.0.1', firstPort: 21_000, lastPort: 21_015 }

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
    `--media-listen-addresses=${route.farAddress}`,
    `--media-announced-addresses=${route.nearAddress}`,
    `--media-udp-port-range=${route.firstPort}-${route.lastPort}`,
  ],
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
  relay.cut()
  await Promise.all([alice.saw('reconnecting'), bob.saw('reconnecting')])
  await eventually('alice asks for new media', () => alice.sentTypes).toContain('reinvite')
  await eventually('bob asks for new media', () => bob.sentTypes).toContain('reinvite')
  relay.mend()
  await Promise.all([alice.saw('reconnected'), bob.saw('reconnected')])
  await hearEachOther(alice, bob)
  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
})
