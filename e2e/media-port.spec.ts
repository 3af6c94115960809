import { connectCall, hearEachOther } from './harness/connect-call.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

// Browsers send nothing to 10080, which lies in the middle of the range that operators are told to open.
test.use({ serveFlags: ['--media-udp-port-range', '10079-10082'] })

test('no call is given a port that browsers refuse', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})
