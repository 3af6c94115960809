import type { CallFilter } from '../../packages/gateway/dist/store/call-store.js'
import type { PageRequest } from '../../packages/gateway/dist/store/page.js'
import type { Store } from '../../packages/gateway/dist/store/store.js'
import type { Contender } from '../harness/contender.js'
import { type Rates, runRounds } from '../harness/rounds.js'
import { accountSid, firstAt, intervalMs, parentCallSid, withCalls } from './call-history.js'

/** How much is done. */
export interface PageOptions {
  readonly calls: number
  readonly rounds: number
}

/** How long a page takes at one place of a list. */
export interface PageFigure {
  /** Rows of the list before the page; read back, before the page that it is read back from. */
  readonly depth: number
  readonly isBack: boolean
  /** Milliseconds of processor time, one figure a round. */
  readonly pageMs: readonly number[]
}

/** A list, and how long its first, its middle and its last page take, and those back from the middle and the last. */
export interface PageResult {
  readonly name: string
  readonly figures: readonly PageFigure[]
}

interface Place {
  readonly list: string
  readonly depth: number
  readonly isBack: boolean
  readonly contender: Contender
}

/** Rows of a page. */
export const pageRows = 50
/** The most that a store gives at once. */
const strideRows = 1_000
const middle = firstAt + 50_000 * intervalMs

/** Every filter of the list of calls, and some together. */
const filters: Readonly<Record<string, CallFilter>> = {
  'no filter': {},
  To: { to: 'client:callee_3' },
  From: { from: 'client:caller_3' },
  ParentCallSid: { parentCallSid },
  Status: { statuses: ['completed'] },
  'Status=queued, which is two': { statuses: ['queued', 'initiated'] },
  'StartTime>': { startTime: { from: firstAt } },
  'StartTime<': { startTime: { before: middle } },
  'EndTime>': { endTime: { from: firstAt } },
  'EndTime<': { endTime: { before: middle } },
  'To, From': { to: 'client:callee_3', from: 'client:caller_1' },
  'To, StartTime>': { to: 'client:callee_3', startTime: { from: firstAt } },
  'Status, EndTime<': { statuses: ['completed'], endTime: { before: middle } },
}

/** Read pages of the calls of one account, taking turns. */
export function measurePage({ calls, rounds }: PageOptions): Promise<readonly PageResult[]> {
  return withCalls(calls, async (store) => {
    const places: Place[] = []
    for (const [name, filter] of Object.entries(filters)) places.push(...(await placesIn(store, name, filter)))
    const rates = await runRounds(
      places.map(({ contender }) => contender),
      { rounds, sliceMs: 10, warmUpMs: 30 },
    )
    return Object.keys(filters).map((name) => ({ name, figures: figuresOf(name, places, rates) }))
  })
}

function figuresOf(name: string, places: readonly Place[], rates: Rates): readonly PageFigure[] {
  return places
    .filter(({ list }) => list === name)
    .map(({ depth, isBack, contender }) => ({
      ...{ depth, isBack },
      pageMs: (rates.get(contender) ?? []).map((perSecond) => 1000 / perSecond),
    }))
}

/** The first page of a list, the one in its middle, and its last; and those that lead back from the latter two. */
async function placesIn(store: Store, list: string, filter: CallFilter): Promise<readonly Place[]> {
  const count = await countOf(store, filter)
  const [middle, last] = [Math.floor(count / 2), count - pageRows]
  const placeOf = (depth: number, page: PageRequest): Place => {
    const isBack = page.before !== undefined
    const name = `${list}, ${depth}${isBack ? ', back' : ''}`
    const run = async (): Promise<void> => {
      const { rows } = await store.calls.list(accountSid, filter, page)
      if (rows.length !== pageRows) throw new Error(`${name}: ${rows.length} rows.`)
    }
    return { list, depth, isBack, contender: { name, kind: 'async', run } }
  }
  const places = [placeOf(0, { limit: pageRows })]
  for (const depth of [middle, last]) {
    places.push(placeOf(depth, { limit: pageRows, after: await tokenAt(store, filter, depth) }))
  }
  for (const depth of [middle, last]) {
    places.push(placeOf(depth, { limit: pageRows, before: await tokenAt(store, filter, depth) }))
  }
  return places
}

function pageFrom(after: string | undefined, limit: number): PageRequest {
  return after === undefined ? { limit } : { limit, after }
}

async function countOf(store: Store, filter: CallFilter): Promise<number> {
  let count = 0
  let after: string | undefined
  do {
    const { rows, next } = await store.calls.list(accountSid, filter, pageFrom(after, strideRows))
    count += rows.length
    after = next
  } while (after !== undefined)
  return count
}

/** The token of the page behind so many rows. */
async function tokenAt(store: Store, filter: CallFilter, depth: number): Promise<string | undefined> {
  let after: string | undefined
  for (let left = depth; left > 0; left -= strideRows) {
    const page = pageFrom(after, Math.min(left, strideRows))
    after = (await store.calls.list(accountSid, filter, page)).next
  }
  return after
}
