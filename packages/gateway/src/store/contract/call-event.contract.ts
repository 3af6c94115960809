import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aCall, aCallEvent, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

/** What every store does with the timelines of calls. */
export function callEventContract(open: OpenStore): void {
  test('the events of a call are listed in the order appended, whatever their times', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    await calls.insert(aCall({ sid: testSid('CA', 2) }))
    const events = [
      aCallEvent({ at: 3, name: 'first', detail: { status: 200, nested: { list: [1, 'ü', null, true] } } }),
      aCallEvent({ at: 1, name: 'second', kind: 'webhook' }),
      aCallEvent({ at: 2, name: 'third' }),
    ]
    for (const event of events) {
      await callEvents.append(event)
      await callEvents.append({ ...event, callSid: testSid('CA', 2) })
    }
    expect(await callEvents.list(testSid('CA', 1))).toEqual(events)
    expect(await callEvents.list(testSid('CA', 9))).toEqual([])
  })

  test('events that are appended without waiting keep the order of the calls', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    const hops = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 60 })
    let number = 0
    await fc.assert(
      fc.asyncProperty(hops, async (pauses) => {
        const appended: Promise<void>[] = []
        for (const pause of pauses) {
          appended.push(callEvents.append(aCallEvent({ at: (number += 1) })))
          // Yielding for a few microtasks lands between the steps of the appends under way.
          for (let hop = 0; hop < pause; hop += 1) await Promise.resolve()
        }
        await Promise.all(appended)
      }),
      { numRuns: 50 },
    )
    const order = (await callEvents.list(testSid('CA', 1))).map(({ at }) => at)
    expect(order).toEqual(Array.from({ length: number }, (_, index) => index + 1))
  })

  test('any JSON object comes back from an event as it went in', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    const details: Record<string, unknown>[] = []
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (generated) => {
        const detail = JSON.parse(JSON.stringify(generated)) as Record<string, unknown>
        details.push(detail)
        await callEvents.append(aCallEvent({ detail }))
      }),
      { numRuns: 50 },
    )
    expect((await callEvents.list(testSid('CA', 1))).map(({ detail }) => detail)).toEqual(details)
  })

  test('an event of a call that does not exist is refused', async () => {
    const { callEvents } = await open()
    await expect(callEvents.append(aCallEvent())).rejects.toMatchObject({ code: 'unknown-reference' })
  })
}
