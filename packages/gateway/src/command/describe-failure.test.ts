import { expect, test } from 'vitest'
import { ConfigError } from '../config/config-error.js'
import { StoreError } from '../store/store-error.js'
import { usageError } from './command-error.js'
import { describeFailure } from './describe-failure.js'

const systemError = (facts: object): Error => Object.assign(new Error('what the system said'), facts)

test('each problem of a configuration is a sentence', () => {
  expect(describeFailure(new ConfigError(['one', 'two']))).toEqual(['one', 'two'])
})

test('our own errors say themselves what to do', () => {
  expect(describeFailure(new StoreError('full', 'The disk is full: make room'))).toEqual([
    'The disk is full: make room',
  ])
  expect(describeFailure(usageError('say which'))).toEqual(['say which'])
})

test.each([
  [{ code: 'EADDRINUSE', port: 8080 }, /^port 8080 is in use by another program: /],
  [{ code: 'EACCES', port: 443 }, /^port 443 may not be used by this user: choose one above 1023$/],
  [{ code: 'EACCES', path: '/etc/key.pem' }, /^\/etc\/key\.pem may not be read or written by this user: /],
  [{ code: 'EADDRNOTAVAIL', address: '203.0.113.9' }, /^this machine does not have the address 203\.0\.113\.9: /],
  [{ code: 'ENOTFOUND', hostname: 'gw' }, /^the host name gw cannot be looked up: /],
  [{ code: 'EAI_AGAIN', hostname: 'gw' }, /^the host name gw cannot be looked up: /],
  [{ code: 'ENOENT', path: '/cert.pem' }, /^the file \/cert\.pem does not exist: /],
  [{ code: 'EISDIR', path: '/tmp' }, /^\/tmp is a folder: /],
  [{ code: 'EISDIR' }, /^what should be a file is a folder: /],
  [{ code: 'ENOTDIR', path: '/etc/hosts/x' }, /^\/etc\/hosts\/x leads through a file /],
  [{ code: 'EMFILE' }, /raise its limit/],
  [{ code: 'ENOSPC' }, /^the disk is full: make room on it$/],
  [{ code: 'ERR_OSSL_PEM_NO_START_LINE' }, /^https\.certFile and https\.keyFile do not hold a certificate/],
  [{ code: 'EWHATEVER' }, /^it failed: what the system said$/],
  [{ code: 'toString' }, /^it failed: what the system said$/],
  [{ code: 17 }, /^it failed: what the system said$/],
  [{}, /^it failed: what the system said$/],
])('%j is told so that a person can act', (facts, sentence) => {
  expect(describeFailure(systemError(facts))).toEqual([expect.stringMatching(sentence)])
})

test('what is thrown and is no error is told as it is', () => {
  expect(describeFailure('because')).toEqual(['it failed: because'])
})
