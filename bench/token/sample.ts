import { createSecretKey } from 'node:crypto'

/**
 * What every contender signs: a device that receives as one name, and calls out with the signed parameter of Twilio's
 * documentation ("Allow Outgoing Calls With Parameters").
 */
export const sample = {
  accountSid: 'AC00000000000000000000000000000000',
  authToken: '0123456789abcdef0123456789abcdef',
  applicationSid: 'AP00000000000000000000000000000000',
  clientName: 'joey',
  params: { user_id: '42' },
  ttlSeconds: 600,
} as const

/** The auth token as a key object, for contenders that take one. */
export const sampleKey = createSecretKey(Buffer.from(sample.authToken, 'utf8'))
