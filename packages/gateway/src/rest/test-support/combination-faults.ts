/** A request whose parameters are right one by one, and not together, or not now. */
interface CombinationFault {
  readonly form: Readonly<Record<string, string>>
  /** HTTP status; 400 if it is left out. */
  readonly status?: number
  readonly code: number
  readonly message: string
}

const account = '/2010-04-01/Accounts/{AccountSid}'
const call = `${account}/Calls/{CallSid}`
const own = '/ringdown/v1/Accounts/{AccountSid}'
const order = { To: 'client:bob', From: 'client:shop' }
const nothing = '0'.repeat(32)

const pageToken: CombinationFault = {
  form: { PageToken: 'PA-' },
  code: 20422,
  message: 'Invalid Parameter: PageToken was not made by this list; start from the first page.',
}
const lists = [
  '/2010-04-01/Accounts.json',
  ...['Applications', 'Calls', 'IncomingPhoneNumbers', 'Keys', 'SigningKeys', 'Notifications', 'Usage/Records'].map(
    (name) => `${account}/${name}.json`,
  ),
  ...['Events', 'Notifications'].map((name) => `${call}/${name}.json`),
  ...['Devices', 'TokenRevocations'].map((name) => `${own}/${name}`),
]

const noApplication = (name: string): CombinationFault => ({
  form: { PhoneNumber: '+15557654321', [name]: `AP${nothing}` },
  code: 21420,
  message: `ApplicationSid is not accessible: ${name} must be the SID of an application of the number’s account.`,
})

const tooManyBytes = 'Call Message Event Payload size exceeded authorized limit: A message may have 10240 bytes.'

/** What can be wrong with the parameters of an operation together. */
export const combinationFaults: Readonly<Record<string, readonly CombinationFault[]>> = {
  ...Object.fromEntries(lists.map((path) => [`GET ${path}`, [pageToken]])),
  [`POST ${account}.json`]: [
    {
      form: { Status: 'suspended', FriendlyName: 'changed' },
      ...{ status: 403, code: 20006 },
      message: 'Access Denied: Only the owner of a sub-account may change its Status.',
    },
  ],
  [`POST ${account}/Calls.json`]: [
    { form: order, code: 21205, message: 'Invalid URL: Url, Twiml or ApplicationSid is required.' },
    { form: { ...order, Url: '' }, code: 21205, message: 'Invalid URL: Url, Twiml or ApplicationSid is required.' },
    {
      form: { ...order, FallbackUrl: 'https://app.example/fallback' },
      ...{ code: 21205, message: 'Invalid URL: FallbackUrl needs Url or Twiml.' },
    },
    {
      form: { ...order, ApplicationSid: `AP${nothing}` },
      code: 21218,
      message: 'Invalid ApplicationSid: ApplicationSid must be the SID of an application of this account.',
    },
    {
      form: { ...order, To: '+15550100', From: '+15550101', Twiml: '<Response/>' },
      ...{ code: 21211, message: "Invalid 'To' Phone Number: +15550100 is no number of this gateway." },
    },
    {
      form: { ...order, To: `client:bob?a=${'x'.repeat(900)}`, Twiml: '<Response/>' },
      ...{ code: 21211, message: "Invalid 'To' Phone Number: To has more than 800 bytes of parameters." },
    },
    ...['From', 'CallerId'].map((name) => ({
      form: { ...order, From: '+15550101', To: '+15551234567', Twiml: '<Response/>', [name]: 'client:shop' },
      ...{ code: 21212, message: `Invalid From Number (caller ID): ${name} must be a number, as To is one.` },
    })),
  ],
  [`POST ${account}/Calls/{Sid}.json`]: [
    {
      form: { Url: 'https://app.example/voice', Twiml: '<Response/>' },
      ...{ code: 20422, message: 'Invalid Parameter: Url and Twiml exclude each other.' },
    },
    {
      form: { Status: 'completed', Twiml: '<Response/>' },
      code: 20422,
      message: 'Invalid Parameter: Status and a document exclude each other: end the call, or redirect it.',
    },
    {
      form: { Twiml: '<Response/>' },
      code: 21220,
      message: 'Invalid call state: The call is ringing; only one that is in progress can be redirected.',
    },
  ],
  [`POST ${call}/UserDefinedMessages.json`]: [
    { form: { Content: 'ü'.repeat(10_240) }, code: 31212, message: tooManyBytes },
  ],
  [`POST ${call}/UserDefinedMessageSubscriptions.json`]: [
    { form: { Callback: '' }, code: 21205, message: 'Invalid URL: Callback is required.' },
  ],
  [`POST ${account}/IncomingPhoneNumbers.json`]: [
    { form: {}, code: 21421, message: 'PhoneNumber is invalid: PhoneNumber or AreaCode is required.' },
    {
      form: { PhoneNumber: '+15551234567' },
      code: 21422,
      message: 'PhoneNumber is not available: An account of this gateway has +15551234567 already.',
    },
    ...['VoiceApplicationSid', 'SmsApplicationSid'].map(noApplication),
  ],
  [`POST ${account}/IncomingPhoneNumbers/{Sid}.json`]: [
    ...['VoiceApplicationSid', 'SmsApplicationSid'].map(noApplication),
    {
      form: { AccountSid: `AC${nothing}`, FriendlyName: 'changed' },
      code: 21471,
      message: 'Account does not exist: AccountSid must be an account of yours: your own, or a sub-account.',
    },
  ],
  'POST /v1/AuthTokens/Promote': [
    {
      form: {},
      ...{ status: 409, code: 20409 },
      message: 'Conflict: There is no secondary auth token; create one first.',
    },
  ],
  [`POST ${own}/PresenceWebhook`]: [{ form: { Url: '' }, code: 21205, message: 'Invalid URL: Url is required.' }],
  [`POST ${own}/TokenRevocations`]: (
    [
      [{}, 'TokenId or ClientName is required.'],
      [{ TokenId: 'a', ClientName: 'b' }, 'Give TokenId or ClientName, not both.'],
      [{ ClientName: 'b', DateExpires: '2026-11-22T00:00:00Z' }, 'DateExpires goes with TokenId alone.'],
      [{ TokenId: 'a', DateExpires: '2026-11-21T00:00:00Z' }, 'DateExpires must be in the future, within 366 days.'],
      [{ TokenId: 'a', DateExpires: '2028-01-01T00:00:00Z' }, 'DateExpires must be in the future, within 366 days.'],
    ] as const
  ).map(([form, detail]) => ({ form, code: 20422, message: `Invalid Parameter: ${detail}` })),
}
