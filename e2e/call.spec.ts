import { expect } from '@playwright/test'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('a call is rung, accepted and heard both ways, and muting silences it', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await alice.call()
  await bob.saw('incoming')
  await bob.accept()
  await alice.saw('accept')
  await bob.saw('accept')
  await alice.hears(bob.toneHertz)
  await bob.hears(alice.toneHertz)

  await alice.mute(true)
  expect(await alice.saw('mute')).toEqual({ isMuted: true })
  await bob.hearsNothing()
  await alice.hears(bob.toneHertz)
  await alice.mute(false)
  await bob.hears(alice.toneHertz)
})
