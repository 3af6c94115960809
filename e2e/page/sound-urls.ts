const keys = [...'0123456789sh'].map((key) => `dtmf${key}`)

/** Where each sound of an SDK is; what is not named here it fetches from Twilio. */
export const soundUrls: Readonly<Record<string, string>> = Object.fromEntries(
  ['incoming', 'outgoing', 'disconnect', ...keys].map((name) => [name, `${location.origin}/sound.wav`]),
)
