import type { Sid } from '@ringdown/protocol'
import {
  aCall,
  aCallEvent,
  anAccount,
  anApiKey,
  anApplication,
  anIncomingPhoneNumber,
  aNotification,
  testSid,
} from '../../store/store-rows.contract.js'
import type { RestWorld } from './rest-world.js'

type Client = RestWorld['clients'][6]

/** What the official clients make of a row. */
export interface OfficialInstance {
  readonly sid?: string
  readonly category?: string
  readonly request?: { readonly url: string }
}

/** A page, as the official clients have it. */
export interface OfficialPage {
  readonly instances: readonly OfficialInstance[]
  readonly nextPageUrl?: string | undefined
  nextPage(): Promise<OfficialPage> | undefined
}

/** A list, as the official clients have it. */
export interface OfficialList {
  list(options?: object): Promise<readonly OfficialInstance[]>
  each(options: object, callback: (instance: OfficialInstance) => void): void
  page(options?: object): Promise<OfficialPage>
  getPage(url: string): Promise<OfficialPage>
}

/** A list of rows 1 to 5, row 1 of 1 November 2026, and so on. */
interface ListCase {
  /** Where the newest client declares the options, and under which name. */
  readonly declaration: readonly [file: string, name: string]
  readonly open: (client: Client) => unknown
  /** Every row in its order, by its number. */
  readonly rows: readonly string[]
  /** Each option of the client that is a filter, and the rows that it leaves. */
  readonly filters: readonly (readonly [options: object, rows: readonly string[]])[]
}

const dayMs = 86_400_000
const start = Date.UTC(2026, 9, 31)
const third = new Date(start + 3 * dayMs)
const newestFirst = ['5', '4', '3', '2', '1']
const callSid = testSid('CA', 1)
const byMessageDate = [
  [{ log: 0 }, ['5', '3', '1']],
  [{ log: 1 }, ['4', '2']],
  [{ messageDate: third }, ['3']],
  [{ messageDateBefore: third }, ['2', '1']],
  [{ messageDateAfter: third, log: 0 }, ['5', '3']],
] as const

/** Every list of the official clients that the gateway serves. */
export const officialLists: Readonly<Record<string, ListCase>> = {
  accounts: {
    declaration: ['account', 'Account'],
    open: ({ api }) => api.v2010.accounts,
    rows: ['main', ...newestFirst],
    filters: [
      [{ friendlyName: 'odd' }, ['5', '3', '1']],
      [{ status: 'suspended' }, ['4', '2']],
      [{ status: 'active', friendlyName: 'odd' }, ['5', '3', '1']],
    ],
  },
  applications: {
    declaration: ['account/application', 'Application'],
    open: ({ applications }) => applications,
    rows: newestFirst,
    filters: [
      [{ friendlyName: 'odd' }, ['5', '3', '1']],
      [{ friendlyName: 'od' }, []],
    ],
  },
  calls: {
    declaration: ['account/call', 'Call'],
    open: ({ calls }) => calls,
    rows: newestFirst,
    filters: [
      [{ to: 'client:odd' }, ['5', '3', '1']],
      [{ from: 'client:3' }, ['3']],
      [{ parentCallSid: callSid }, ['2']],
      [{ status: 'busy' }, ['4', '2']],
      [{ startTime: third }, ['3']],
      [{ startTimeBefore: third }, ['2', '1']],
      [{ startTimeAfter: third }, ['5', '4', '3']],
      [{ endTime: third }, ['3']],
      [{ endTimeBefore: third }, ['2', '1']],
      [{ endTimeAfter: third, to: 'client:odd' }, ['5', '3']],
      [{ startTimeAfter: third, endTimeBefore: new Date(start + 5 * dayMs) }, ['4', '3']],
    ],
  },
  events: {
    declaration: ['account/call/event', 'Event'],
    open: ({ calls }) => calls(callSid).events,
    rows: [...newestFirst].reverse(),
    filters: [],
  },
  notifications: {
    declaration: ['account/notification', 'Notification'],
    open: ({ notifications }) => notifications,
    rows: newestFirst,
    filters: byMessageDate,
  },
  'notifications of a call': {
    declaration: ['account/call/notification', 'Notification'],
    open: ({ calls }) => calls(callSid).notifications,
    rows: newestFirst,
    filters: byMessageDate,
  },
  incomingPhoneNumbers: {
    declaration: ['account/incomingPhoneNumber', 'IncomingPhoneNumber'],
    open: ({ incomingPhoneNumbers }) => incomingPhoneNumbers,
    rows: newestFirst,
    filters: [
      [{ friendlyName: 'odd' }, ['5', '3', '1']],
      [{ phoneNumber: '00003' }, ['3']],
      [{ beta: false, origin: 'twilio', friendlyName: 'even' }, ['4', '2']],
    ],
  },
  keys: { declaration: ['account/key', 'Key'], open: ({ keys }) => keys, rows: newestFirst, filters: [] },
  signingKeys: {
    declaration: ['account/signingKey', 'SigningKey'],
    open: ({ signingKeys }) => signingKeys,
    rows: newestFirst,
    filters: [],
  },
  usage: {
    declaration: ['account/usage/record', 'Record'],
    open: ({ usage }) => usage.records,
    rows: ['calls', 'calls-client', 'calls-inbound', 'calls-outbound', 'calls-recordings'],
    // What else there is to ask for changes the numbers in a record, and not which there are.
    filters: [[{ category: 'calls', startDate: third, endDate: third, includeSubaccounts: false }, ['calls']]],
  },
}

/** Insert the rows. */
export async function insertRows({ store, account: { sid: accountSid } }: RestWorld): Promise<void> {
  for (const row of [1, 2, 3, 4, 5]) {
    const at = start + row * dayMs
    const friendlyName = row % 2 === 0 ? 'even' : 'odd'
    const own = { accountSid, friendlyName, createdAt: at, updatedAt: at }
    const status = row % 2 === 0 ? 'suspended' : 'active'
    await store.accounts.insert(anAccount({ ...own, sid: testSid('AC', row), ownerAccountSid: accountSid, status }))
    await store.applications.insert(anApplication({ ...own, sid: testSid('AP', row) }))
    await store.apiKeys.insert(anApiKey({ ...own, sid: testSid('SK', row) }))
    const number = { sid: testSid('PN', row), phoneNumber: `+155500000${row}` }
    await store.incomingPhoneNumbers.insert(anIncomingPhoneNumber({ ...own, ...number }))
    await insertCall({ store }, accountSid, row)
  }
}

async function insertCall({ store }: Pick<RestWorld, 'store'>, accountSid: Sid<'AC'>, row: number): Promise<void> {
  const at = start + row * dayMs
  const parties = { from: `client:${row}`, to: row % 2 === 0 ? 'client:even' : 'client:odd' }
  const times = { createdAt: at, startedAt: at + 1_000, endedAt: at + 2_000, updatedAt: at + 2_000 }
  const parentCallSid = row === 2 ? callSid : null
  const status = row % 2 === 0 ? 'busy' : 'completed'
  const own = { accountSid, applicationSid: null, parentCallSid, status } as const
  await store.calls.insert(aCall({ sid: testSid('CA', row), ...own, ...parties, ...times }))
  const attempts = [{ url: `https://app.example/${row}`, method: 'POST', durationMs: 1 }]
  await store.callEvents.append(
    aCallEvent({ accountSid, callSid, at, kind: 'webhook', detail: { attempts, parameters: {}, status: 200 } }),
  )
  const level = row % 2 === 0 ? 'warning' : 'error'
  await store.notifications.insert(aNotification({ sid: testSid('NO', row), accountSid, callSid, level, at }))
}
