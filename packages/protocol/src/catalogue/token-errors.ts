import { defineErrors } from './error-entry.js'

/** Access-token errors (201xx): raised by the SDK in place of 31201, 31204 and 31205, or the answer to an insights post. */
export const tokenErrors = defineErrors({
  20101: {
    name: 'AccessTokenInvalid',
    message: 'Invalid access token',
    httpStatus: 403,
    whatToDo: 'Run `ringdown token inspect` on the token and mend what it remarks on; original error 31204 says more.',
  },
  20102: {
    name: 'AccessTokenHeaderInvalid',
    message: 'Invalid Access Token header',
    httpStatus: 403,
    whatToDo: 'Issue the token with the header fields typ JWT, alg HS256 and cty twilio-fpa;v=1.',
  },
  20103: {
    name: 'AccessTokenIssuerInvalid',
    message: 'Invalid Access Token issuer/subject',
    httpStatus: 403,
    whatToDo: 'Set iss to the SID of an existing API key and sub to the SID of the account that owns it.',
  },
  20104: {
    name: 'AccessTokenExpired',
    message: 'Access token expired or expiration date invalid',
    httpStatus: 403,
    whatToDo: 'Fetch a new token and hand it to updateToken; check the clock of the server that issues tokens.',
  },
  20105: {
    name: 'AccessTokenNotYetValid',
    message: 'Access Token not yet valid',
    httpStatus: 403,
    whatToDo: 'Set the clock of the issuing server right, or issue the token with an earlier nbf.',
  },
  20106: {
    name: 'AccessTokenGrantsInvalid',
    message: 'Invalid Access Token grants',
    httpStatus: 403,
    whatToDo: 'Add a voice grant to the token, with an application SID for calls out or incoming.allow for calls in.',
  },
  20107: {
    name: 'AccessTokenSignatureInvalid',
    message: 'Invalid Access Token signature',
    httpStatus: 403,
    whatToDo: 'Sign with the secret of the API key that iss names, or with the auth token for a capability token.',
  },
  20151: {
    name: 'AuthenticationFailed',
    message: 'Authentication Failed',
    httpStatus: 403,
    whatToDo: 'The token does not grant what was tried: issue one with the scope or grant for it.',
  },
  20157: {
    name: 'AccessTokenExpirationTooLong',
    message: 'Expiration Time Exceeds Maximum Time Allowed',
    httpStatus: 403,
    whatToDo: 'Issue the token with a life of at most 24 hours.',
  },
})
