import { expect } from '@playwright/test'
import { toneHertz } from './harness/browser-pair.js'
import { DemoPage } from './harness/demo-page.js'
import { type DemoGateway, startDemoGateway } from './harness/demo-gateway.js'
import { expectSilence, expectToHear } from './harness/hearing.js'
import { test as base } from './harness/test.js'

type Name = 'alice' | 'bob'

interface DemoFixtures {
  readonly demo: DemoGateway
  /** Opens the demo phone: alice's in the near browser, bob's in the far one. */
  readonly openDemo: (name: Name) => Promise<DemoPage>
}

const test = base.extend<DemoFixtures>({
  demo: async ({}, use, testInfo) => {
    const demo = await startDemoGateway()
    await use(demo)
    await testInfo.attach('gateway.log', { body: demo.log.join('\n') })
    await demo.stop()
    expect(demo.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
  },
  openDemo: async ({ browsers, demo, site }, use) => {
    const addresses = { url: demo.url, earUrl: new URL('ear.js', site.url('voice-sdk')).href }
    const pages: DemoPage[] = []
    await use(async (name) => {
      const page = await DemoPage.open(browsers[name === 'alice' ? 'near' : 'far'], name, addresses)
      pages.push(page)
      return page
    })
    for (const page of pages) await page.close()
  },
})

test('two people join the demo, see each other, call and hear each other', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  await alice.picture('1-join')
  await alice.join()
  await expect(alice.page.locator('#state')).toHaveText('ready')
  await expect(alice.page.locator('#nobody')).toBeVisible()
  await alice.picture('2-alone')
  const bob = await openDemo('bob')
  await bob.join()
  await expect(alice.button('Call bob')).toBeVisible()
  await expect(bob.button('Call alice')).toBeVisible()
  await alice.picture('3-list')

  await alice.button('Call bob').click()
  await expect(bob.call).toContainText('Call from alice')
  await expect(alice.call).toContainText('Ringing bob')
  await alice.picture('4-ringing-caller')
  await bob.picture('5-ringing-callee')
  await bob.button('Accept').click()
  await expect(alice.call).toContainText('In a call with bob')
  await expect(bob.call).toContainText('In a call with alice')
  await expectToHear(alice, [toneHertz.far])
  await expectToHear(bob, [toneHertz.near])
  await alice.button('Mute').click()
  await expect(alice.button('Unmute')).toBeVisible()
  await alice.picture('6-in-call')
  await expectSilence(bob)
  await bob.button('Hang up').click()
  await expect(alice.call).toBeHidden()
  await expect(bob.call).toBeHidden()
  await expect(alice.button('Call bob')).toBeEnabled()
  await expect(alice.problem).toBeHidden()
})

test('the demo says why a call did not come about, and who has gone', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  const bob = await openDemo('bob')
  await alice.join()
  await bob.join()
  await alice.button('Call bob').click()
  await bob.button('Reject').click()
  await expect(alice.problem).toHaveText('The call was declined.')
  await expect(alice.call).toBeHidden()
  await alice.picture('7-declined')

  await bob.close()
  await expect(alice.page.locator('#nobody')).toBeVisible()
})

test('without a microphone the demo says what to do', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  const bob = await openDemo('bob')
  await alice.join()
  await bob.join()
  await alice.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'))
  })
  await alice.button('Call bob').click()
  await expect(alice.problem).toContainText('No microphone was found.')
  await expect(alice.call).toBeHidden()
  await alice.picture('8-no-microphone')
})

test('the address without TLS leads to the phone as well', async ({ demo, openDemo }) => {
  const alice = await openDemo('alice')
  await alice.page.goto(demo.plainUrl)
  await alice.join()
  await expect(alice.page.locator('#state')).toHaveText('ready')
})
