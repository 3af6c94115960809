import { readFileSync } from 'node:fs'

/** One grant that a library was asked for. */
export type OfficialGrant =
  | { readonly op: 'incoming'; readonly clientName: string }
  | {
      readonly op: 'outgoing'
      readonly appSid: string
      readonly params?: Readonly<Record<string, string>>
      readonly clientName?: string
    }
  | { readonly op: 'eventStream'; readonly filters?: Readonly<Record<string, string>> }

/** A token that an official library emitted, and what it was asked for. */
export interface OfficialToken {
  readonly library: string
  readonly version: string
  readonly runtime: string
  readonly case: string
  readonly input: {
    readonly accountSid: string
    readonly ops: readonly OfficialGrant[]
    readonly ttl?: number
    readonly generateCalls?: number
  }
  readonly authToken: string
  readonly token: string
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: {
    readonly scope: string
    readonly iss: string
    readonly exp: number | string
    readonly iat?: number
    readonly nbf?: number
  }
}

const fixture = new URL('../../fixtures/official-tokens.json', import.meta.url)

/** Every token of the fixture. */
export const officialTokens: readonly OfficialToken[] = JSON.parse(readFileSync(fixture, 'utf8')) as OfficialToken[]

/** Name a token in a report. */
export function describeOfficialToken({ library, version, runtime, case: name }: OfficialToken): string {
  return `${library} ${version} (${runtime}): ${name}`
}

/** The expiry of a token, however its library wrote it, in whole Unix seconds. */
export function expiryOf({ payload }: OfficialToken): number {
  return Math.trunc(Number(payload.exp))
}
