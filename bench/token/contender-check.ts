import { deepStrictEqual } from 'node:assert'
import { verifyCapabilityToken } from '@ringdown/token'
import type { Contender } from '../harness/contender.js'
import { sampleToken } from './sample-token.js'
import { sample } from './sample.js'

/** Make sure that every issuer issues the same rights: a contender that does less work would win for nothing. */
export async function checkIssueContenders([, ...issuers]: readonly Contender[]): Promise<void> {
  const expected = readRights(sampleToken)
  for (const { name, run } of issuers) deepStrictEqual(readRights(await run()), expected, name)
}

function readRights(token: unknown): unknown {
  const { accountSid, clientNames, outgoing } = verifyCapabilityToken(String(token), { key: sample.authToken })
  return { accountSid, clientNames, outgoing }
}
