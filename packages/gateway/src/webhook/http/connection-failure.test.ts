import { expect, test } from 'vitest'
import { connectionFailure, type ConnectionStage } from './connection-failure.js'
import { RefusedAddressError } from './guarded-lookup.js'

const failureOf = (stage: ConnectionStage, code: string): unknown =>
  connectionFailure('app.test:8443', stage, Object.assign(new Error('message with secret'), { code }))

test.each([
  ['lookup', 'ENOTFOUND', 11210, undefined],
  ['lookup', 'EAI_AGAIN', 11210, 'ct'],
  ['lookup', 'EAI_FAIL', 11210, undefined],
  ['tcp', 'ETIMEDOUT', 11201, 'ct'],
  ['tcp', 'ECONNREFUSED', 11202, 'ct'],
  ['tcp', 'EHOSTUNREACH', 11205, 'ct'],
  ['tcp', 'ECONNRESET', 11205, 'ct'],
  ['tls', 'ECONNRESET', 11220, 'ct'],
  ['tls', 'EPROTO', 11220, undefined],
  ['tls', 'ERR_SSL_WRONG_VERSION_NUMBER', 11220, undefined],
  ['tls', 'ERR_TLS_CERT_ALTNAME_INVALID', 11235, undefined],
  ['tls', 'CERT_HAS_EXPIRED', 11236, undefined],
  ['tls', 'CERT_NOT_YET_VALID', 11236, undefined],
  ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT', 11237, undefined],
  ['tls', 'SELF_SIGNED_CERT_IN_CHAIN', 11237, undefined],
  ['tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 11237, undefined],
  ['tls', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 11237, undefined],
] as const)('%s: %s is error %i, retried as %s', (stage, systemCode, code, retryCause) => {
  const failure = failureOf(stage, systemCode)
  expect(failure).toMatchObject({ code, retryCause, text: expect.stringContaining('app.test:8443') as string })
  expect(JSON.stringify(failure)).not.toContain('secret')
})

test('a refused address says what to do, and is not retried', () => {
  const failure = connectionFailure('app.test', 'lookup', new RefusedAddressError('a link-local address'))
  expect(failure).toEqual({
    code: 11210,
    text:
      'app.test leads to a link-local address, to which this gateway does not connect. ' +
      "Use another host, or ask the gateway's operator.",
    retryCause: undefined,
  })
})
