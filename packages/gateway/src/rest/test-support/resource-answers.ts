import type { Sid } from '@ringdown/protocol'
import { aCall, aCallEvent, aNotification, anIncomingPhoneNumber } from '../../store/store-rows.contract.js'
import type { resourceShapes } from './resource-shapes.js'
import type { RestWorld } from './rest-world.js'
import type { Stock } from './stock-account.js'

/** A shape of {@link resourceShapes}. */
export type ShapeName = keyof typeof resourceShapes

const account = '/2010-04-01/Accounts/{AccountSid}'
const call = `${account}/Calls/{CallSid}`
const urls = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, 'https://app.example/path?a=1#rc=2']))

const allUrls = urls('VoiceUrl', 'VoiceFallbackUrl', 'StatusCallback', 'SmsUrl', 'SmsFallbackUrl')
const applicationUrls = { ...allUrls, ...urls('SmsStatusCallback', 'MessageStatusCallback') }
const keyAnswers = (name: string): Answers => ({
  list: [`${account}/${name}.json`, name === 'Keys' ? 'keys' : 'signing_keys'],
  fetch: `${account}/${name}/{Sid}.json`,
  posts: [[`${account}/${name}/{Sid}.json`, { FriendlyName: 'x' }]],
})

const spans = ['', '/Daily', '/Monthly', '/Yearly', '/AllTime', '/Today', '/Yesterday', '/ThisMonth', '/LastMonth']

/** Where a resource is had from. */
export interface Answers {
  /** Where it is listed, and under which key. */
  readonly list?: readonly [path: string, key: string]
  readonly fetch?: string
  /** SIDs of others that are fetched there. */
  readonly others?: readonly string[]
  /** What creates or changes it. */
  readonly posts?: readonly (readonly [path: string, form?: Readonly<Record<string, string>>])[]
}

/** Every answer that holds a resource, by its shape. */
export const resourceAnswers: readonly (readonly [ShapeName, Answers])[] = [
  [
    'account',
    {
      list: ['/2010-04-01/Accounts.json', 'accounts'],
      fetch: `${account}.json`,
      posts: [['/2010-04-01/Accounts.json'], [`${account}.json`, { FriendlyName: 'x' }]],
    },
  ],
  [
    'application',
    {
      list: [`${account}/Applications.json`, 'applications'],
      fetch: `${account}/Applications/{Sid}.json`,
      posts: [[`${account}/Applications.json`], [`${account}/Applications/{Sid}.json`, applicationUrls]],
    },
  ],
  [
    'call',
    {
      list: [`${account}/Calls.json`, 'calls'],
      fetch: `${account}/Calls/{Sid}.json`,
      posts: [
        [`${account}/Calls.json`, { To: 'client:nobody', From: 'client:shop', Twiml: '<Response/>' }],
        [`${account}/Calls/{Sid}.json`, { TimeLimit: '60' }],
      ],
    },
  ],
  ['callEvent', { list: [`${call}/Events.json`, 'events'] }],
  ['notificationInList', { list: [`${account}/Notifications.json`, 'notifications'] }],
  ['notificationInList', { list: [`${call}/Notifications.json`, 'notifications'] }],
  [
    'notification',
    { fetch: `${account}/Notifications/{Sid}.json`, others: [`NO${'d'.repeat(32)}`, `NO${'e'.repeat(32)}`] },
  ],
  ['notification', { fetch: `${call}/Notifications/{Sid}.json` }],
  ['key', keyAnswers('Keys')],
  ['key', keyAnswers('SigningKeys')],
  ['newKey', { posts: [[`${account}/Keys.json`], [`${account}/SigningKeys.json`, { FriendlyName: 'x' }]] }],
  ...spans.map((span): [ShapeName, Answers] => [
    'usageRecord',
    { list: [`${account}/Usage/Records${span}.json`, 'usage_records'] },
  ]),
  [
    'number',
    {
      list: [`${account}/IncomingPhoneNumbers.json`, 'incoming_phone_numbers'],
      fetch: `${account}/IncomingPhoneNumbers/{Sid}.json`,
      posts: [
        [`${account}/IncomingPhoneNumbers.json`, { ...allUrls, PhoneNumber: '+15557654321', StirStatus: 'none' }],
        [`${account}/IncomingPhoneNumbers/{Sid}.json`, { VoiceUrl: '' }],
      ],
    },
  ],
  ...['Local', 'Mobile', 'TollFree'].map((type, index): [ShapeName, Answers] => {
    const path = `${account}/IncomingPhoneNumbers/${type}.json`
    return [
      'numberOfType',
      { list: [path, 'incoming_phone_numbers'], posts: [[path, { PhoneNumber: `+1555765430${index}` }]] },
    ]
  }),
  ['token', { posts: [[`${account}/Tokens.json`, { Ttl: '60' }]] }],
  ['balance', { fetch: `${account}/Balance.json` }],
  ['message', { posts: [[`${call}/UserDefinedMessages.json`, { Content: '1' }]] }],
  [
    'messageSubscription',
    { posts: [[`${call}/UserDefinedMessageSubscriptions.json`, { Callback: 'https://app.example/messages' }]] },
  ],
  ['secondaryAuthToken', { posts: [['/v1/AuthTokens/Secondary']] }],
  ['authTokenPromotion', { posts: [['/v1/AuthTokens/Promote']] }],
]

/** Insert rows with everything that can be set, and with nothing. */
export async function insertExtremes(world: RestWorld, { callSid, valuesOf }: Stock): Promise<void> {
  const { store, account } = world
  const ofCall = { accountSid: account.sid, callSid: callSid as Sid<'CA'> }
  const sids = { parentCallSid: ofCall.callSid, phoneNumberSid: `PN${'1'.repeat(32)}` } as const
  const ended = { status: 'completed', answeredAt: 1_000, startedAt: 1, endedAt: 9_001 } as const
  await store.calls.insert(
    aCall({ sid: `CA${'1'.repeat(32)}`, accountSid: account.sid, applicationSid: null, ...sids, ...ended }),
  )
  const application = valuesOf('Applications/{Sid}')['Sid'] as Sid<'AP'>
  const applications = { voiceApplicationSid: application, smsApplicationSid: application }
  await store.incomingPhoneNumbers.insert(
    anIncomingPhoneNumber({ accountSid: account.sid, phoneNumber: '+15559990000', ...applications }),
  )
  const noRequest = { requestMethod: null, requestUrl: null, requestVariables: null }
  await store.notifications.insert(
    aNotification({ sid: `NO${'e'.repeat(32)}`, accountSid: account.sid, level: 'warning', ...noRequest }),
  )
  await store.notifications.insert(
    aNotification({
      sid: `NO${'d'.repeat(32)}`,
      ...ofCall,
      responseBody: 'Not Found',
      responseHeaders: 'Content-Type=text%2Fplain',
    }),
  )
  const attempt = { url: 'https://app.example/voice', method: 'POST', durationMs: 12.5 }
  const answered = { status: 200, contentType: 'text/xml', response: '<Response/>' }
  const parameters = { CallSid: callSid }
  await store.callEvents.append(
    aCallEvent({ ...ofCall, kind: 'webhook', detail: { attempts: [attempt], parameters, ...answered } }),
    aCallEvent({ ...ofCall, kind: 'status-callback', detail: { attempts: [], parameters } }),
  )
}
