const keys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 's', 'h'].map((key) => `dtmf${key}`)

/** Where each sound of an SDK is; what is not named here it fetches from Twilio. */
export const soundUrls: Readonly<Record<string, string>> = Object.fromEntries(
  ['incoming', 'outgoing', 'disconnect', ...keys].map((name) => [name, `${location.origin}/sound.wav`]),
)
