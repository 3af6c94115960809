import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { verifyCapabilityToken } from '@ringdown/token'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { startTokenServer } from './test-support/child-server.js'

// Each test starts a process.
vi.setConfig({ testTimeout: 30_000 })

const accountSid = 'AC0123456789abcdef0123456789abcdef'
const authToken = 'an-auth-token-for-tests-0123456789'
const applicationSid = 'APfedcba9876543210fedcba9876543210'
const env = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_TWIML_APP_SID: applicationSid }

describe.each(['http.ts', 'express.ts', 'fastify.ts', 'hono.ts'])('the token server %s', (file) => {
  test('serves a token for the identity asked for, and says why it refuses others', async () => {
    const url = await startTokenServer(file, env)

    url.searchParams.set('identity', 'joey')
    const served = await fetch(url)
    expect(served.status).toBe(200)
    expect(served.headers.get('content-type')).toBe('application/jwt')
    expect(served.headers.get('cache-control')).toBe('no-store')
    const grant = verifyCapabilityToken(await served.text(), { key: authToken, strict: true })
    expect(grant).toMatchObject({
      accountSid,
      clientNames: ['joey'],
      outgoing: { applicationSid, clientName: 'joey', params: [] },
      eventStreams: [],
    })
    expect(grant.expiresAt - (grant.issuedAt ?? 0)).toBe(600)

    for (const query of ['', '?identity=', '?identity=joey%20smith', `?identity=${'a'.repeat(257)}`]) {
      const refused = await fetch(new URL(query, new URL('/token', url)))
      expect(refused.status).toBe(400)
      expect(refused.headers.get('content-type')).toContain('text/plain')
      expect(await refused.text()).toMatch(/^Ask for \/token\?identity=<client name>\. .*clientName/)
    }
    expect((await fetch(new URL('/other', url))).status).toBe(404)
  })

  test('does not start on a port that is taken, and says so', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(startTokenServer(file, { ...env, PORT: String(port) })).rejects.toThrow('EADDRINUSE')
  })

  test('does not start without a secret, and names the variable', async () => {
    await expect(startTokenServer(file, { ...env, TWILIO_AUTH_TOKEN: ' ' })).rejects.toThrow(
      'Set the environment variable TWILIO_AUTH_TOKEN.',
    )
  })
})
