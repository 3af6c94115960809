import type { CallSid } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallEventRecord } from '../../call/call-event-record.js'
import type { CallEventStore } from '../call-event-store.js'
import { aCall, aCallEvent, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

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
    expect(await timeline(callEvents, testSid('CA', 1))).toEqual(events)
    expect(await timeline(callEvents, testSid('CA', 9))).toEqual([])
  })

  test('events that are appended together keep their order, and are kept all or none', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    const events = ['first', 'second', 'third'].map((name) => aCallEvent({ name }))
    await callEvents.append(...events)
    await callEvents.append()
    const unknown = callEvents.append(...events, aCallEvent({ callSid: testSid('CA', 9) }))
    await expect(unknown).rejects.toMatchObject({ code: 'unknown-reference' })
    expect(await timeline(callEvents, testSid('CA', 1))).toEqual(events)
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
    const order = (await timeline(callEvents, testSid('CA', 1))).map(({ at }) => at)
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
    expect((await timeline(callEvents, testSid('CA', 1))).map(({ detail }) => detail)).toEqual(details)
  })

  test('the events of some kinds are listed page by page, each once, while others are appended', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    const wanted: number[] = []
    const append = async (at: number): Promise<void> => {
      const kind = at % 3 === 0 ? 'twiml' : at % 2 === 0 ? 'webhook' : 'status'
      if (kind !== 'status') wanted.push(at)
      await callEvents.append(aCallEvent({ at, kind }))
    }
    for (let at = 0; at < 12; at += 1) await append(at)
    const seen: number[] = []
    for (let at = 12, after: string | undefined; ; at += 1) {
      const page = await callEvents.list(aCall().sid, { kinds: ['webhook', 'twiml'] }, { limit: 2, after })
      seen.push(...page.rows.map((event) => event.at))
      after = page.next
      if (after === undefined) break
      await append(at)
    }
    expect(wanted.length).toBeGreaterThan(8)
    expect(seen).toEqual(wanted)
    expect(await callEvents.list(aCall().sid, { kinds: [] }, { limit: 2 })).toEqual({ rows: [], next: undefined })
  })

  test('an event of a call that does not exist is refused', async () => {
    const { callEvents } = await open()
    await expect(callEvents.append(aCallEvent())).rejects.toMatchObject({ code: 'unknown-reference' })
  })
}

async function timeline(callEvents: CallEventStore, callSid: CallSid): Promise<readonly CallEventRecord[]> {
  const pages = await readAll((page) => callEvents.list(callSid, {}, page), 7)
  return pages.flatMap(({ rows }) => rows)
}
