import { sample } from '../token/sample.js'

const { accountSid, authToken, applicationSid } = sample

/** Where the account's resources are. */
export const accountPath = `/2010-04-01/Accounts/${accountSid}`

/** The application that is fetched. */
export const applicationPath = `${accountPath}/Applications/${applicationSid}.json`

/** How the account signs in (RFC 7617). */
export const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
