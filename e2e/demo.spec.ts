import { expect } from '@playwright/test'
import { toneHertz } from './harness/browser-pair.js'
import { DemoPage } from './harness/demo-page.js'
import { type DemoGateway, startDemoGateway } from './harness/demo-gateway.js'
import { expectSilence, expectToHear } from './harness/hearing.js'
import { test as base } from './harness/test.js'

/** The first is in the near browser, the others are in the far one. */
type Name = 'alice' | 'bob' | 'carol'

interface DemoFixtures {
  readonly demo: DemoGateway
  /** Opens the demo phone. */
  readonly openDemo: (name: Name) => Promise<DemoPage>
}

const test = base.extend<DemoFixtures>({
  demo: async ({}, use, testInfo) => {
    const demo = await startDemoGateway()
    await use(demo)
    await testInfo.attach('gateway.log', { body: demo.log.join('\n') })
    await demo.stop()
    await demo.forget()
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
  await expect(alice.problem).toContainText('No microphone could be used.')
  await expect(alice.call).toBeHidden()
  await alice.picture('8-no-microphone')
})

test('a callee without permission for the microphone is told so, and the caller that the call was declined', async ({
  openDemo,
}) => {
  const alice = await openDemo('alice')
  const bob = await openDemo('bob')
  await alice.join()
  await bob.join()
  await bob.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await alice.button('Call bob').click()
  await bob.button('Accept').click()
  await expect(bob.problem).toContainText('The microphone is not allowed.')
  await expect(alice.problem).toHaveText('The call was declined.')
  await bob.picture('9-microphone-denied')
})

test('whoever calls someone who is being called is declined, and the first call rings on', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  const bob = await openDemo('bob')
  const carol = await openDemo('carol')
  for (const phone of [alice, bob, carol]) await phone.join()
  await alice.button('Call bob').click()
  await expect(bob.call).toContainText('Call from alice')
  await carol.button('Call bob').click()
  await expect(carol.problem).toHaveText('The call was declined.')
  await expect(bob.call).toContainText('Call from alice')
  await bob.button('Accept').click()
  await expect(alice.call).toContainText('In a call with bob')
})

test('a page says when the gateway is away, and comes back with it', async ({ demo, openDemo }) => {
  const alice = await openDemo('alice')
  const bob = await openDemo('bob')
  await alice.join()
  await expect(alice.page.locator('#state')).toHaveText('ready')
  await demo.stop()
  await expect(alice.problem).toContainText('The gateway does not answer.')
  await expect(alice.page.locator('#state')).toHaveText('offline')
  await alice.picture('10-gateway-away')
  await bob.join()
  await expect(bob.problem).toContainText('The gateway does not answer.')

  await demo.startAgain()
  await expect(alice.page.locator('#state')).toHaveText('ready')
  await expect(alice.problem).toBeHidden()
  await bob.join()
  await alice.button('Call bob').click()
  await bob.button('Accept').click()
  await expect(alice.call).toContainText('In a call with bob')
})

test('a call is made and ended with the keyboard alone', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  const bob = await openDemo('bob')
  for (const phone of [alice, bob]) {
    await phone.page.keyboard.press('Tab')
    await phone.page.keyboard.type(phone.name)
    await phone.page.keyboard.press('Enter')
    await expect(phone.page.locator('#state')).toHaveText('ready')
  }
  await expect(alice.button('Call bob')).toBeEnabled()
  await alice.page.keyboard.press('Tab')
  await expect(alice.button('Call bob')).toBeFocused()
  await alice.picture('11-keyboard')
  await alice.page.keyboard.press('Enter')
  await expect(bob.call).toContainText('Call from alice')
  await bob.page.keyboard.press('Tab')
  await expect(bob.button('Accept')).toBeFocused()
  await bob.page.keyboard.press('Enter')
  await expect(alice.call).toContainText('In a call with bob')
  await expect(bob.button('Hang up')).toBeFocused()
  await expect(alice.button('Hang up')).toBeFocused()
  await alice.page.keyboard.press('Enter')
  await expect(bob.call).toBeHidden()
  await expect(alice.button('Call bob')).toBeFocused()
  await expect(bob.button('Call alice')).toBeFocused()
})

test('two pages under one name are told of it, and ring both', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  const bobs = [await openDemo('bob'), await openDemo('bob')] as const
  const shared = /has joined under this name too/
  await alice.join()
  await bobs[0].join()
  await expect(alice.button('Call bob')).toBeEnabled()
  await bobs[1].join()
  await expect(bobs[1].page.getByText(shared)).toBeVisible()
  await expect(bobs[1].page.locator('#state')).toHaveText('ready')
  await expect(alice.page.getByText(shared)).toBeHidden()
  await alice.button('Call bob').click()
  for (const bob of bobs) await expect(bob.call).toContainText('Call from alice')
  await bobs[0].button('Accept').click()
  await expect(alice.call).toContainText('In a call with bob')
  await expect(bobs[1].call).toBeHidden()
})

test('a name that is none joins nothing', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  await alice.page.getByLabel('Your name').fill('not a name')
  await alice.button('Join').click()
  await expect(alice.page.locator('#name:invalid')).toHaveAttribute('title', /letters, digits and _/)
  await expect(alice.page.locator('#phone')).toBeHidden()
})

test('without the SDK nobody can join, and the page says what to install', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  await alice.page.route('**/sdk.js', (route) => route.fulfill({ status: 404 }))
  await alice.page.reload()
  await expect(alice.problem).toContainText('Run npm install @twilio/voice-sdk')
  await expect(alice.button('Join')).toBeDisabled()
})

test('the longest name fits a small phone', async ({ openDemo }) => {
  const alice = await openDemo('alice')
  const bob = await openDemo('bob')
  const longest = 'W'.repeat(32)
  await bob.page.getByLabel('Your name').fill(longest)
  await bob.button('Join').click()
  await alice.page.setViewportSize({ width: 320, height: 568 })
  await alice.join()
  await alice.button(`Call ${longest}`).click()
  await expect(alice.call).toContainText(`Ringing ${longest}`)
  await alice.picture('12-small')
  const overflow = await alice.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBe(0)
})

test('the address without TLS leads to the phone as well', async ({ demo, openDemo }) => {
  const alice = await openDemo('alice')
  await alice.page.goto(demo.plainUrl)
  await alice.join()
  await expect(alice.page.locator('#state')).toHaveText('ready')
})
