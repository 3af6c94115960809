import type { Browser, Locator, Page } from '@playwright/test'
import type { Ear } from '../page/ear.js'
import type { HeardFrame } from '../page/phone-api.js'
import type { Listener } from './hearing.js'

declare global {
  interface Window {
    remoteStream: MediaStream | undefined
    ear: Ear
  }
}

/** The demo phone in a browser, used by what it shows, and listened to. */
export class DemoPage implements Listener {
  readonly page: Page
  readonly name: string

  private constructor(page: Page, name: string) {
    this.page = page
    this.name = name
  }

  /** @param earUrl - where the page's listening part is served from */
  static async open(browser: Browser, name: string, { url, earUrl }: DemoAddresses): Promise<DemoPage> {
    const context = await browser.newContext({
      permissions: ['microphone'],
      ignoreHTTPSErrors: true,
      viewport: { width: 480, height: 640 },
    })
    const page = await context.newPage()
    await page.addInitScript(keepRemoteStream)
    await page.goto(url)
    await page.evaluate(listen, earUrl)
    return new DemoPage(page, name)
  }

  heard(withinMs: number): Promise<readonly HeardFrame[]> {
    return this.page.evaluate((ms) => window.ear.heard(ms), withinMs)
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** What it says of the call. */
  get call(): Locator {
    return this.page.locator('#call')
  }

  get problem(): Locator {
    return this.page.getByRole('alert')
  }

  async join(): Promise<void> {
    await this.page.getByLabel('Your name').fill(this.name)
    await this.button('Join').click()
  }

  /** Keep a picture of it in `temp/screenshots`, for people. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: `temp/screenshots/demo-${name}.png` })
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}

/** Where a demo page and what listens to it come from. */
export interface DemoAddresses {
  readonly url: string
  readonly earUrl: string
}

/** Runs in the page, before anything else: the demo keeps what it plays to itself. */
function keepRemoteStream(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('track', ({ streams: [stream] }) => {
        window.remoteStream = stream
      })
    }
  }
}

/** Runs in the page. */
async function listen(earUrl: string): Promise<void> {
  const ears = (await import(earUrl)) as { readonly Ear: typeof Ear }
  window.ear = new ears.Ear(() => window.remoteStream)
}
