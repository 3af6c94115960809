/** The moment that tests call now, in Unix seconds. */
export const now = 1_800_000_000

/** An account SID of the strict shape. */
export const accountSid = 'AC0123456789abcdef0123456789abcdef'

/** An application SID of the strict shape. */
export const applicationSid = 'APfedcba9876543210fedcba9876543210'

/** An API key SID of the strict shape. */
export const apiKeySid = 'SK00112233445566778899aabbccddeeff'

/** The auth token that tests sign with. */
export const authToken = 'an-auth-token-for-tests-0123456789'

/** The secret of the API key that tests sign access tokens with. */
export const apiKeySecret = 'an-api-key-secret-for-tests-012345'
