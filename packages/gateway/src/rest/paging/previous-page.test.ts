import { expect, test } from 'vitest'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld } from '../test-support/rest-world.js'

interface PageOfNames {
  readonly instances: readonly { readonly friendlyName: string }[]
}

function namesOf(page: PageOfNames | undefined): string | undefined {
  return page?.instances.map(({ friendlyName }) => friendlyName).join('')
}

test.each(clientVersions)(
  'the official client of version %i turns back, exactly, while rows come and go',
  async (version) => {
    const { clients, clock } = await createRestWorld()
    const { applications } = clients[version]
    const add = async (friendlyName: string): Promise<string> => {
      clock.advance(1_000)
      return (await applications.create({ friendlyName })).sid
    }
    const sids: string[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e']) sids.push(await add(name))

    const first = await applications.page({ pageSize: 2 })
    const second = await first.nextPage()
    const third = await second?.nextPage()
    expect([first, second, third].map(namesOf)).toEqual(['ed', 'cb', 'a'])
    expect(first.previousPageUrl).toBeUndefined()
    expect(await first.previousPage()).toBeUndefined()
    expect(third?.nextPageUrl).toBeUndefined()

    await add('f')
    await applications(sids[2] ?? '').remove()
    const back = await third?.previousPage()
    // What was deleted leaves no gap, and what came in since is on a page before.
    expect(namesOf(back)).toBe('db')
    const start = await applications.getPage(back?.previousPageUrl ?? '')
    expect(namesOf(start)).toBe('fe')
    expect(start.previousPageUrl).toBeUndefined()
    expect(namesOf(await start.nextPage())).toBe('db')
    expect(namesOf(await applications.getPage(back?.nextPageUrl ?? ''))).toBe('a')
  },
)

test('a page back carries the filters, and its number is none below 0', async () => {
  const world = await createRestWorld()
  const { applications } = world.clients[6]
  const add = async (friendlyName: string): Promise<void> => {
    await applications.create({ friendlyName })
    world.clock.advance(1_000)
  }
  for (let count = 0; count < 3; count += 1) await add('kept')
  const first = await applications.page({ pageSize: 2, friendlyName: 'kept' })
  const second = await first.nextPage()
  for (let count = 0; count < 3; count += 1) {
    await add('kept')
    await add('other')
  }
  const numbers = []
  const pages = []
  for (let page = second; page?.previousPageUrl !== undefined; page = await page.previousPage()) {
    numbers.push(new URL(page.previousPageUrl).searchParams.get('Page'))
    pages.push(namesOf(await page.previousPage()))
  }
  expect(pages).toEqual(['keptkept', 'keptkept', 'kept'])
  expect(numbers).toEqual(['0', '0', '0'])
})

test.each(['PC1-1', 'PB', 'PB1-', 'PB!', 'PAPB1-1', 'pb1-1', `PB${'1'.repeat(200)}`])(
  'the page token %j is refused',
  async (token) => {
    const world = await createRestWorld()
    const { status, json } = await world.ask(
      `/2010-04-01/Accounts/${world.account.sid}/Applications.json?PageToken=${token}`,
    )
    expect([status, json]).toMatchObject([400, { code: 20422 }])
  },
)
