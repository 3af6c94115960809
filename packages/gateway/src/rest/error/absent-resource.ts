/** Resources of the official API, by the names that paths have for them, that this one does not have. */
const absentResources: ReadonlySet<string> = new Set([
  'AddOnResults',
  'Addresses',
  'AuthorizedConnectApps',
  'AvailablePhoneNumbers',
  'Conferences',
  'ConnectApps',
  'Messages',
  'OutgoingCallerIds',
  'Payments',
  'Queues',
  'Recordings',
  'ShortCodes',
  'SIP',
  'Siprec',
  'SMS',
  'Streams',
  'Transcriptions',
])

/** The resource of the official API that a path is meant for, where this one does not have it. */
export function absentResourceOf(path: string): string | undefined {
  if (!path.startsWith('/2010-04-01/Accounts/')) return undefined
  return path
    .split('/')
    .map((part) => part.replace(/\.json$/, ''))
    .find((name) => absentResources.has(name))
}
