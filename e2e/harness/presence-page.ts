import type { Page } from '@playwright/test'
import { eventually } from './eventually.js'

/** What a page was told of who is there. */
export interface PresenceEvent {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

declare global {
  interface Window {
    tellTest(text: string): Promise<void>
  }
}

/** A page that follows the presence of an account by its device token, as the guide says. */
export class PresencePage {
  #text = ''

  private constructor() {
    // Opened by `open`.
  }

  /** @param host - host and port of the gateway's HTTPS listener */
  static async open(page: Page, host: string, token: string): Promise<PresencePage> {
    const presence = new PresencePage()
    await page.exposeFunction('tellTest', (text: string) => {
      presence.#text += text
    })
    await page.evaluate(follow, { url: `https://${host}/ringdown/v1/Events`, token })
    return presence
  }

  /** Everything it was told so far. */
  get events(): readonly PresenceEvent[] {
    return this.#text
      .split('\n\n')
      .slice(0, -1)
      .map((block) => new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string])))
      .filter((fields) => fields.has('event'))
      .map((fields) => ({
        type: fields.get('event') ?? '',
        data: JSON.parse(fields.get('data') ?? '') as PresenceEvent['data'],
      }))
  }

  /** Wait until these are the changes that it was told of these names. Others may still go: those of the test before. */
  async saw(...changes: readonly (readonly [clientName: string, isAvailable: boolean])[]): Promise<void> {
    const names = new Set<unknown>(changes.map(([clientName]) => clientName))
    const told = (): unknown =>
      this.events
        .filter(({ type, data }) => type === 'presence' && names.has(data['client_name']))
        .map(({ data }) => [data['client_name'], data['available']])
    await eventually('the page is told who comes and goes', told).toEqual(changes)
  }
}

/** Runs in the page. */
async function follow({ url, token }: { readonly url: string; readonly token: string }): Promise<void> {
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } })
  if (!response.ok || response.body === null) throw new Error(`The stream was refused: ${await response.text()}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const readOn = async (): Promise<void> => {
    const { done, value = '' } = await reader.read()
    await window.tellTest(value)
    if (!done) await readOn()
  }
  // Not waited for: it ends with the page.
  readOn().catch(() => undefined)
}
