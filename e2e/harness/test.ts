import { test as base } from '@playwright/test'
import type { SdkName } from '../page/phone-api.js'
import { Application } from './application.js'
import { type BrowserPair, launchBrowserPair } from './browser-pair.js'
import { type CallBook, openCallBook } from './call-book.js'
import { Gateway } from './gateway.js'
import { type OpenPhone, PhoneShop } from './phone-shop.js'
import { type PhoneSite, startPhoneSite } from './phone-site.js'
import { type Issuer, issueToken, type TokenWish } from './token-desk.js'
import { Wire } from './wire.js'

/** What every test works with. */
export interface TestFixtures {
  /** The application's web server, with nothing to answer yet. */
  readonly application: Application
  /** Issues tokens of the kind that an SDK is meant for: the one under test, if nothing else is said. */
  readonly tokenFor: (wish: TokenWish, sdk?: SdkName) => string
  /** Opens phones: the first in the near browser, all others in the far one. Afterwards nothing may be left of them. */
  readonly openPhone: OpenPhone
  /** Opens ways to the gateway that can be cut. */
  readonly openWire: () => Promise<Wire>
}

/** What all tests of one SDK share. */
export interface WorkerFixtures {
  /** Set by the project. */
  readonly sdk: SdkName
  /** What the gateway is told beside what every test needs. A file may set it; then it has a gateway of its own. */
  readonly serveFlags: readonly string[]
  readonly gateway: Gateway
  /** What the gateway has kept of its calls. */
  readonly callBook: CallBook
  readonly site: PhoneSite
  readonly browsers: BrowserPair
  readonly applicationServer: Application
  readonly issuer: Issuer
}

/** A test with a real gateway, an application that answers it, and phones with unmodified SDKs in real browsers. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  sdk: ['voice-sdk', { option: true, scope: 'worker' }],
  serveFlags: [[], { option: true, scope: 'worker' }],

  applicationServer: [
    async ({}, use) => {
      const server = await Application.start()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],

  gateway: [
    async ({ serveFlags }, use) => {
      const gateway = await Gateway.start(serveFlags)
      await use(gateway)
      await gateway.stop()
    },
    { scope: 'worker' },
  ],

  callBook: [
    async ({ gateway }, use) => {
      const book = await openCallBook(gateway.dataDir, gateway.credentials.accountSid)
      await use(book)
      await book.close()
    },
    { scope: 'worker' },
  ],

  issuer: [
    async ({ gateway, applicationServer }, use) => {
      const { credentials } = gateway
      applicationServer.trust(credentials.authToken)
      const applicationSid = await gateway.createApplication(`${applicationServer.url}/voice`)
      await use({ ...credentials, applicationSid, apiKey: await gateway.createApiKey() })
    },
    { scope: 'worker' },
  ],

  site: [
    async ({}, use) => {
      const site = await startPhoneSite()
      await use(site)
      await site.stop()
    },
    { scope: 'worker' },
  ],

  browsers: [
    async ({ playwright, launchOptions, gateway }, use) => {
      const browsers = await launchBrowserPair(playwright.chromium, launchOptions, gateway.dataDir)
      await use(browsers)
      await browsers.close()
    },
    { scope: 'worker' },
  ],

  application: async ({ applicationServer, issuer }, use) => {
    applicationServer.trust(issuer.authToken)
    applicationServer.reset()
    await use(applicationServer)
    base.expect(applicationServer.requests.filter(({ isSigned }) => !isSigned)).toEqual([])
  },

  tokenFor: async ({ sdk, issuer }, use) => {
    await use((wish, other = sdk) => issueToken(other, issuer, wish))
  },

  openWire: async ({ gateway }, use) => {
    const wires: Wire[] = []
    await use(async () => {
      const wire = await Wire.open(gateway.httpsPort)
      wires.push(wire)
      return wire
    })
    for (const wire of wires) await wire.close()
  },

  openPhone: async ({ sdk, gateway, browsers, site, tokenFor }, use, testInfo) => {
    const shop = new PhoneShop({ sdk, browsers, pageUrl: (name) => site.url(name), gateway, tokenFor })
    await use(shop.open)
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('gateway.log', { body: shop.log.join('\n') })
      await testInfo.attach('phones.json', { body: await shop.describe() })
    }
    await shop.close()
  },
})
