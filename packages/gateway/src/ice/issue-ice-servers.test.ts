import { expect, test } from 'vitest'
import { issueIceServers } from './issue-ice-servers.js'

test('a server that shares a secret with the gateway gets a login that ends, and not the secret', () => {
  const servers = [{ urls: ['turn:turn.example'], secret: 'north' }]
  // Computed with: printf '1433895918:alice' | openssl dgst -sha1 -hmac north -binary | base64
  expect(issueIceServers(servers, { name: 'alice', expiresAt: 1_433_895_918 })).toEqual([
    { urls: ['turn:turn.example'], username: '1433895918:alice', credential: 'RqMvcGPYTJMGThVLSi4amT4zFtI=' },
  ])
})

test('other servers stay as they are configured', () => {
  const servers = [{ urls: ['stun:stun.example'] }, { urls: ['turn:turn.example'], username: 'u', credential: 'c' }]
  expect(issueIceServers(servers, { name: 'alice', expiresAt: 0 })).toEqual(servers)
})
