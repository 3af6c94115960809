import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { ConfigError } from './config/config-error.js'
import { ensureFirstAccount, type FirstAccountPorts } from './first-account.js'
import { openSqliteStore } from './store/sqlite/sqlite-store.js'
import { anAccount, testSid } from './store/store-rows.contract.js'
import { systemIds } from './system-ids.js'

const root = mkdtempSync(join(tmpdir(), 'ringdown-first-'))
afterAll(() => {
  rmSync(root, { recursive: true })
})
let folders = 0

interface Setting extends FirstAccountPorts {
  readonly dataDir: string
  readonly file: string
}

async function setUp(storeFile?: string): Promise<Setting> {
  const dataDir = join(root, String((folders += 1)))
  const { store } = await openSqliteStore({ file: storeFile ?? ':memory:' })
  onTestFinished(() => store.close())
  const clock = { now: () => 1_700_000_000_000, after: () => () => undefined }
  return { store, clock, ids: systemIds, dataDir, file: join(dataDir, 'first-account.env') }
}

const chosen = { sid: testSid('AC', 7), authToken: 'chosen-by-the-operator' } as const

test('an empty store gets an account with a random SID and auth token, which a file for its user alone holds', async () => {
  const { dataDir, file, ...ports } = await setUp()
  const made = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined })
  expect(made).toEqual({
    accountSid: expect.stringMatching(/^AC[\da-f]{32}$/) as string,
    isNew: true,
    credentialsFile: file,
    isConfigIgnored: false,
  })
  const [account, ...others] = await ports.store.accounts.all()
  expect(others).toEqual([])
  expect(account).toEqual({
    ...anAccount({ sid: made.accountSid, friendlyName: 'First account' }),
    authToken: expect.stringMatching(/^[\da-f]{32}$/) as string,
  })
  expect(readFileSync(file, 'utf8').split('\n').slice(1)).toEqual([
    `RINGDOWN_ACCOUNT_SID=${made.accountSid}`,
    `RINGDOWN_AUTH_TOKEN=${account?.authToken ?? ''}`,
    '',
  ])
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  expect(readdirSync(dataDir)).toEqual(['first-account.env'])
})

test('the answer, which callers may print, holds no auth token', async () => {
  const { dataDir, ...ports } = await setUp()
  const made = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined })
  const [account] = await ports.store.accounts.all()
  expect(JSON.stringify(made)).not.toContain(account?.authToken)
})

test('the next start finds the same account, and makes nothing', async () => {
  const { dataDir, file, ...ports } = await setUp()
  const first = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined })
  const written = readFileSync(file, 'utf8')
  const second = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined })
  expect(second).toEqual({ ...first, isNew: false })
  expect(readFileSync(file, 'utf8')).toBe(written)
  expect(await ports.store.accounts.all()).toHaveLength(1)
})

test('an account that the operator chose is made as it is, and written to no file', async () => {
  const { dataDir, ...ports } = await setUp()
  const made = await ensureFirstAccount(ports, { dataDir, firstAccount: chosen })
  const expected = { accountSid: chosen.sid, credentialsFile: undefined, isConfigIgnored: false }
  expect(made).toEqual({ ...expected, isNew: true })
  expect(await ports.store.accounts.find(chosen.sid)).toMatchObject(chosen)
  expect(() => readdirSync(dataDir)).toThrow('ENOENT')
  expect(await ensureFirstAccount(ports, { dataDir, firstAccount: chosen })).toEqual({ ...expected, isNew: false })
})

test('a store that has accounts keeps them: the oldest is the first, and a configured one that is not there is ignored, and told', async () => {
  const { dataDir, ...ports } = await setUp()
  await ports.store.accounts.insert(anAccount({ sid: testSid('AC', 2), createdAt: 2 }))
  await ports.store.accounts.insert(anAccount({ sid: testSid('AC', 1), createdAt: 1 }))
  expect(await ensureFirstAccount(ports, { dataDir, firstAccount: chosen })).toEqual({
    accountSid: testSid('AC', 1),
    isNew: false,
    credentialsFile: undefined,
    isConfigIgnored: true,
  })
  expect(await ports.store.accounts.all()).toHaveLength(2)
})

test('a configured auth token counts as known while a rotation keeps it, and no longer', async () => {
  const { dataDir, ...ports } = await setUp()
  await ensureFirstAccount(ports, { dataDir, firstAccount: chosen })
  const start = async (): Promise<boolean> =>
    (await ensureFirstAccount(ports, { dataDir, firstAccount: chosen })).isConfigIgnored
  await ports.store.accounts.update(chosen.sid, { authToken: 'new', secondaryAuthToken: chosen.authToken }, 1)
  expect(await start()).toBe(false)
  await ports.store.accounts.update(chosen.sid, { secondaryAuthToken: null }, 2)
  expect(await start()).toBe(true)
})

test('after a rotation the file is no longer offered, since its auth token is the old one', async () => {
  const { dataDir, ...ports } = await setUp()
  const { accountSid } = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined })
  await ports.store.accounts.update(accountSid, { authToken: 'new' }, 1)
  const { credentialsFile } = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined })
  expect(credentialsFile).toBeUndefined()
})

test('a start that was killed between the file and the account is finished by the next one', async () => {
  const { dataDir, ...ports } = await setUp()
  const killed: FirstAccountPorts = {
    ...ports,
    store: { accounts: { ...ports.store.accounts, insert: () => Promise.reject(new Error('killed')) } },
  }
  await expect(ensureFirstAccount(killed, { dataDir, firstAccount: undefined })).rejects.toThrow('killed')
  const [line] = readFileSync(join(dataDir, 'first-account.env'), 'utf8').split('\n').slice(1)
  const made = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined })
  expect(`RINGDOWN_ACCOUNT_SID=${made.accountSid}`).toBe(line)
  expect(made.isNew).toBe(true)
})

test('starts at the same moment on one store agree on one account', async () => {
  const storeFile = join(root, 'raced.db')
  const { dataDir, ...ports } = await setUp(storeFile)
  const others = [await setUp(storeFile), await setUp(storeFile), await setUp(storeFile)]
  const made = await Promise.all(
    [ports, ...others].map(({ store, clock, ids }) =>
      ensureFirstAccount({ store, clock, ids }, { dataDir, firstAccount: undefined }),
    ),
  )
  expect(new Set(made.map(({ accountSid }) => accountSid)).size).toBe(1)
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect(await ports.store.accounts.all()).toHaveLength(1)
  expect(readdirSync(dataDir)).toEqual(['first-account.env'])
})

test('a file that holds no account stops the start with a sentence, and is left as it is', async () => {
  const { dataDir, file, ...ports } = await setUp()
  await ensureFirstAccount({ ...ports, store: (await setUp()).store }, { dataDir, firstAccount: undefined })
  writeFileSync(file, 'RINGDOWN_ACCOUNT_SID=AC123\nRINGDOWN_AUTH_TOKEN=very-secret\n')
  const error: unknown = await ensureFirstAccount(ports, { dataDir, firstAccount: undefined }).catch(
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigError)
  expect(String(error)).toContain(`${file} does not hold an account`)
  expect(String(error)).not.toContain('very-secret')
  expect(await ports.store.accounts.all()).toEqual([])
  expect(readdirSync(dataDir)).toEqual(['first-account.env'])
})
