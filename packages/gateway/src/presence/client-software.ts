/** What a device says that it runs. It is taken at its word, since nothing depends on it. */
export interface ClientSoftware {
  /** The npm package of an official SDK; undefined for any other. */
  readonly sdk: string | undefined
  readonly version: string
}

/** The official SDKs by major version; all of them call themselves the same. */
const officialSdks: Readonly<Record<string, string>> = { 1: 'twilio-client', 2: '@twilio/voice-sdk' }

/** Read what `listen` says of the client: `{p: "browser", v: "2.18.5", plugin: "rtc"}` from the official SDKs. */
export function readClientSoftware(browserinfo: object | undefined): ClientSoftware | undefined {
  const { p, v: version, plugin } = (browserinfo ?? {}) as Readonly<Record<string, unknown>>
  if (typeof version !== 'string' || !/^[\w.+-]{1,64}$/.test(version)) return undefined
  const isOfficial = p === 'browser' && plugin === 'rtc'
  return { sdk: isOfficial ? officialSdks[version.split('.', 1)[0] ?? ''] : undefined, version }
}
