import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aCall } from '../../store/store-rows.contract.js'
import type { CallRecord } from '../call-record.js'
import { isReservedName, mergeCustomParams, standardParams } from './request-params.js'

const call = aCall({ sid: 'CA1', accountSid: 'AC1', applicationSid: 'AP1', to: 'bob' })

describe('the standard parameters', () => {
  test('of a device’s call name its application', () => {
    expect(standardParams(call)).toEqual({
      AccountSid: 'AC1',
      ApiVersion: '2010-04-01',
      ApplicationSid: 'AP1',
      CallSid: 'CA1',
      CallStatus: 'ringing',
      Called: 'bob',
      Caller: 'client:alice',
      Direction: 'inbound',
      From: 'client:alice',
      To: 'bob',
    })
  })

  test('of a dialled leg name its parent', () => {
    const child: CallRecord = { ...call, sid: 'CA2', parentCallSid: 'CA1', applicationSid: null }
    expect(standardParams(child)).toMatchObject({ CallSid: 'CA2', ParentCallSid: 'CA1' })
    expect(standardParams(child)).not.toHaveProperty('ApplicationSid')
  })
})

describe('custom parameters', () => {
  test('of the token win over the device’s, and the last of a repeated name counts', () => {
    const device = [
      ['a', 'device'],
      ['b', 'first'],
      ['b', 'last'],
      ['To', 'bob'],
    ] as const
    const signed = [['a', 'signed']] as const
    expect(mergeCustomParams(device, signed)).toEqual({
      params: { a: 'signed', b: 'last', To: 'bob' },
      droppedNames: [],
    })
  })

  test.each([
    'AccountSid',
    'ApiVersion',
    'ApplicationSid',
    'CallSid',
    'CallStatus',
    'Called',
    'Caller',
    'DialBridged',
    'DialCallStatus',
    'DialCallSid',
    'Direction',
    'ErrorCode',
    'ErrorUrl',
    'From',
    'ParentCallSid',
    'QueueSid',
    'RecordingUrl',
    'SipCallId',
  ])('%s is the gateway’s: neither device nor token sets it, and its name is reported', (name) => {
    for (const [device, signed] of [
      [[[name, 'x']], []],
      [[], [[name, 'x']]],
    ] as const) {
      expect(mergeCustomParams(device as never, signed as never)).toEqual({ params: {}, droppedNames: [name] })
    }
  })

  test.each(['To', 'from', 'Custom', 'Dial', 'toCallSid', '__proto__'])('%s may be set', (name) => {
    const { params, droppedNames } = mergeCustomParams([[name, 'x']], [])
    expect(Object.entries(params)).toEqual([[name, 'x']])
    expect(droppedNames).toEqual([])
  })

  test('never hold a reserved name, and every signed name that is not reserved has its signed value', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('To', 'From', 'CallSid', 'DialCallStatus', 'a'))
    const pairs = fc.array(fc.tuple(name, fc.string()))
    fc.assert(
      fc.property(pairs, pairs, (device, signed) => {
        const { params } = mergeCustomParams(device, signed)
        expect(Object.keys(params).filter(isReservedName)).toEqual([])
        for (const [key, value] of new Map(signed)) if (!isReservedName(key)) expect(params[key]).toBe(value)
        for (const [key, value] of new Map([...device, ...signed])) {
          if (!isReservedName(key)) expect(params[key]).toBe(value)
        }
      }),
      { seed: 20_261_121 },
    )
  })
})
