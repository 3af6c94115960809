import { verifyCapabilityToken } from '@ringdown/token'
import { describe, expect, test, vi } from 'vitest'
import { startSample } from './test-support/child-server.js'

// Each test starts a process or two.
vi.setConfig({ testTimeout: 30_000 })

const key = 'your_auth_token'
const accountSid = 'ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX'
const applicationSid = 'APXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX'

/** What the documentation says that the token of each sample allows, and for how long. */
const documented = {
  'incoming.cjs': { clientNames: ['joey'], outgoing: undefined, lifetimeSeconds: 3_600 },
  'outgoing.cjs': {
    clientNames: [],
    outgoing: { applicationSid, clientName: undefined, params: [] },
    lifetimeSeconds: 3_600,
  },
  'both.cjs': { clientNames: ['joey'], outgoing: { applicationSid, params: [] }, lifetimeSeconds: 3_600 },
  'lifetime.cjs': { clientNames: ['joey'], outgoing: undefined, lifetimeSeconds: 600 },
  'parameters.cjs': {
    clientNames: [],
    outgoing: { applicationSid, params: [['user_id', '42']] },
    lifetimeSeconds: 5,
  },
} as const

const samples = Object.entries(documented)

describe.each(['2.x', '3.x'])('the samples of SDK version %s with only the import changed', (generation) => {
  test.each(samples)('%s serves what the documentation says', async (file, { lifetimeSeconds, ...rights }) => {
    const { token, contentType } = await fetchToken(await startSample(`${generation}/${file}`))
    const grant = verifyCapabilityToken(token, { key })
    expect(contentType).toMatch(/^application\/jwt(;|$)/)
    expect(grant).toMatchObject({ kind: 'capability', accountSid, ...rights, eventStreams: [], remarks: [] })
    expect(grant.expiresAt - (grant.issuedAt ?? 0)).toBe(lifetimeSeconds)
  })
})

describe.each([
  ['2.x', 'twilio-2'],
  ['3.x', 'twilio-3'],
])('beside the official library, SDK version %s', (generation, officialLibrary) => {
  // Twilio's 3.x class has no generate(), which its documented line calls.
  const comparable = samples.filter(([file]) => generation === '2.x' || file !== 'lifetime.cjs')

  test.each(comparable)('%s serves the same claims with either import', async (file) => {
    const [ours, official] = await Promise.all([
      startSample(`${generation}/${file}`).then(fetchToken),
      startSample(`${generation}/${file}`, officialLibrary).then(fetchToken),
    ])
    expect(ours.contentType).toBe(official.contentType)
    expect(timelessParts(ours.token)).toEqual(timelessParts(official.token))
  })
})

async function fetchToken(url: URL): Promise<{ readonly token: string; readonly contentType: string | null }> {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  return { token: await response.text(), contentType: response.headers.get('content-type') }
}

/** Header and claims as they are written, but for the two moments, which differ from run to run. */
function timelessParts(token: string): readonly string[] {
  const [header = '', payload = ''] = token.split('.')
  return [header, payload].map((segment) =>
    Buffer.from(segment, 'base64url')
      .toString()
      .replaceAll(/"(?:exp|iat)":\d+/g, (claim) => claim.slice(0, 5)),
  )
}
