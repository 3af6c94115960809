import { describe, expect, test } from 'vitest'
import { readAccessScopes } from './access-scopes.js'
import type { RemarkCode } from './remark.js'
import type { ParsedScope } from './scope-parsing.js'

const outgoing = (clientName: string | undefined, ...params: (readonly [string, string])[]): ParsedScope => ({
  kind: 'outgoing',
  applicationSid: 'AP1',
  clientName,
  params,
})

describe('the scopes of an access token', () => {
  test.each<[object, readonly ParsedScope[], readonly RemarkCode[]]>([
    [
      { identity: 'joey', voice: { incoming: { allow: true }, outgoing: { application_sid: 'AP1' } } },
      [{ kind: 'incoming', clientName: 'joey' }, outgoing('joey')],
      [],
    ],
    [
      {
        identity: 'joey',
        voice: { outgoing: { application_sid: 'AP1', params: { a: 'x', n: 7, b: true, o: { p: [1] } } } },
      },
      [outgoing('joey', ['a', 'x'], ['n', '7'], ['b', 'true'], ['o', '{"p":[1]}'])],
      [],
    ],
    [{ voice: { outgoing: { application_sid: 'AP1' } } }, [outgoing(undefined)], []],
    [{ identity: 'joey', voice: {} }, [], []],
    [{ identity: 'joey', voice: { incoming: { allow: 'true' } } }, [], []],
    [{ identity: 'joey', voice: { incoming: { allow: false }, outgoing: {} } }, [], []],
    [{ identity: 'joey', voice: { outgoing: { application_sid: '' } } }, [], []],
    [{ voice: { incoming: { allow: true } } }, [], ['missing-key']],
    [{ identity: '', voice: { incoming: { allow: true } } }, [], ['missing-key']],
    [{ identity: 7, voice: { incoming: { allow: true } } }, [], ['missing-key']],
    [
      { identity: 'joey@example.com', voice: { incoming: { allow: true } } },
      [{ kind: 'incoming', clientName: 'joey@example.com' }],
      ['client-name'],
    ],
    [{ identity: 'joey' }, [], ['no-voice-grant']],
    [{ identity: 'joey', voice: null }, [], ['no-voice-grant']],
    [{ identity: 'joey', voice: [] }, [], ['no-voice-grant']],
  ])('with the grants %j are %j', (grants, scopes, codes) => {
    const read = readAccessScopes({ grants })
    expect(read.scopes).toEqual(scopes)
    expect(read.remarks.map(({ code }) => code)).toEqual(codes)
  })

  test.each([undefined, null, 'voice', [], 7])('are none when the grants are %j', (grants) => {
    expect(readAccessScopes({ grants })).toMatchObject({ scopes: [], remarks: [{ code: 'no-voice-grant' }] })
  })
})
