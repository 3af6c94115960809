import { describe, expect, test } from 'vitest'
import { combineScopes } from './grant.js'
import { parseScopes } from './scope-parsing.js'

const combine = (claim: string): ReturnType<typeof combineScopes> => combineScopes(parseScopes(claim))

describe('the rights of a token', () => {
  test('are nothing without scopes', () => {
    expect(combine('')).toEqual({
      clientNames: [],
      identity: undefined,
      outgoing: undefined,
      eventStreams: [],
      remarks: [],
    })
  })

  test('name each name once, in the order granted, and the first is the identity', () => {
    expect(
      combine(
        'scope:client:incoming?clientName=b scope:client:incoming?clientName=a scope:client:incoming?clientName=%62',
      ),
    ).toMatchObject({ clientNames: ['b', 'a'], identity: 'b' })
  })

  test('take the identity from the outgoing scope when nothing may come in', () => {
    expect(combine('scope:client:outgoing?appSid=AP1&clientName=joey')).toMatchObject({
      clientNames: [],
      identity: 'joey',
      outgoing: { applicationSid: 'AP1', clientName: 'joey', params: [] },
    })
  })

  test('prefer a name that may be called to the one that calls', () => {
    expect(
      combine('scope:client:outgoing?appSid=AP1&clientName=caller scope:client:incoming?clientName=callee').identity,
    ).toBe('callee')
  })

  test('hold the first of several outgoing scopes, and every event stream', () => {
    const rights = combine(
      'scope:client:outgoing?appSid=AP1 scope:client:outgoing?appSid=AP2 ' +
        'scope:stream:subscribe?path=/2010-04-01/Events scope:stream:subscribe?path=/2010-04-01/Events&params=a%3D1',
    )
    expect(rights.outgoing?.applicationSid).toBe('AP1')
    expect(rights.eventStreams.map(({ filters }) => filters)).toEqual([[], [['a', '1']]])
  })
})
