import { type BrowserContext, expect } from '@playwright/test'
import type { PhoneSetup, SdkName } from '../page/phone-api.js'
import { type BrowserPair, type Side, toneHertz } from './browser-pair.js'
import { eventually } from './eventually.js'
import type { Gateway } from './gateway.js'
import { keepPeerConnections } from './ice-path.js'
import { reportMedia } from './media-report.js'
import { Phone } from './phone.js'
import type { TokenWish } from './token-desk.js'

/** What a phone is to be; what is left out is as most tests need it. */
interface PhoneWish extends Omit<TokenWish, 'identity'>, Partial<PhoneSetup> {
  readonly side?: Side
  /** Its token will not do: do not wait until it is registered. */
  readonly isRefused?: boolean
  /** Only open the page. */
  readonly isUnused?: boolean
}

/** Open a phone under a name, and wait until it is ready. */
export type OpenPhone = (name: string, wish?: PhoneWish) => Promise<Phone>

const reportedMs = 500

/** What phones are made with. */
export interface PhoneShopParts {
  readonly sdk: SdkName
  readonly browsers: BrowserPair
  readonly pageUrl: (sdk: SdkName) => string
  readonly gateway: Gateway
  readonly tokenFor: (wish: TokenWish, sdk: SdkName) => string
}

/** Opens the phones of one test, and sees to it that nothing is left of them. */
export class PhoneShop {
  readonly #parts: PhoneShopParts
  readonly #logBegin: number
  readonly #phones: Phone[] = []
  readonly #contexts: BrowserContext[] = []

  constructor(parts: PhoneShopParts) {
    this.#parts = parts
    this.#logBegin = parts.gateway.log.length
  }

  readonly open: OpenPhone = async (name, wish = {}) => {
    const { gateway, tokenFor } = this.#parts
    const { sdk = this.#parts.sdk } = wish
    const phone = await this.#openPage(name, sdk, wish.side)
    if (wish.isUnused === true) return phone
    const setup = {
      host: gateway.host,
      token: tokenFor({ identity: name, ...wish }, sdk),
      isReceiving: true,
      options: {},
      ...wish,
    }
    await phone.start(setup)
    // 1.x always registers; 2.x connects only when it has something to do.
    if (wish.isRefused !== true && (setup.isReceiving || sdk === 'twilio-client')) await phone.saw('registered')
    return phone
  }

  async #openPage(name: string, sdk: SdkName, side: Side = this.#phones.length === 0 ? 'near' : 'far'): Promise<Phone> {
    const { browsers, pageUrl } = this.#parts
    const context = await browsers[side].newContext({ permissions: ['microphone'], ignoreHTTPSErrors: true })
    this.#contexts.push(context)
    const page = await context.newPage()
    await keepPeerConnections(page)
    const phone = new Phone({ page, sdk, name, toneHertz: toneHertz[side] })
    this.#phones.push(phone)
    await page.goto(pageUrl(sdk))
    return phone
  }

  /** What the gateway has logged since the test began. */
  get log(): readonly string[] {
    return this.#parts.gateway.log.slice(this.#logBegin)
  }

  /** What each phone was told, what it heard last, and how its media stands, for the report of a failure. */
  async describe(): Promise<string> {
    const describe = async (phone: Phone): Promise<unknown> => ({
      name: phone.name,
      events: await phone.events(),
      heard: await phone.heard(reportedMs),
      media: await reportMedia(phone.page),
    })
    return JSON.stringify(await Promise.all(this.#phones.map(describe)), undefined, 2)
  }

  /** Hang everything up. The gateway must let go of all of it, must not have met a defect, and nothing may have gone elsewhere. */
  async close(): Promise<void> {
    const { gateway } = this.#parts
    try {
      for (const phone of this.#phones) await phone.stop()
      for (const name of ['ringdown_media_endpoints_open', 'ringdown_devices_connected'])
        await eventually(`${name} is 0 after the test`, () => gateway.figure(name)).toBe(0)
      expect(this.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
      expect(this.#phones.flatMap(({ strayRequests }) => strayRequests)).toEqual([])
    } finally {
      for (const context of this.#contexts) await context.close()
    }
  }
}
