import { dayMs, formatDay, startOfDay } from '../calendar-day.js'

/** Days from the first to the last, both inclusive; each is its first moment in UTC, in Unix milliseconds. */
export interface DaySpan {
  readonly first: number
  readonly last: number
}

/** What the intervals of usage depend on. */
interface IntervalRequest {
  /** As asked for; undefined where it was not. */
  readonly startDay: number | undefined
  readonly endDay: number | undefined
  /** When the account was made. */
  readonly createdAt: number
  readonly now: number
}

/** How usage is divided: the path of the list, and the spans that it has a record of each category for. */
export interface Division {
  /** What follows `Usage/Records` in the path; empty for the list itself. */
  readonly path: string
  /** Its key in `subresource_uris`. */
  readonly key: string
  readonly summary: string
  /** Newest first. */
  readonly spansOf: (request: IntervalRequest) => readonly DaySpan[]
}

/** Every division that the official API has. */
export const divisions: readonly Division[] = [
  { path: '', key: 'records', summary: 'List usage in a span of days', spansOf: (request) => [whole(request)] },
  { path: '/Daily', key: 'daily', summary: 'List usage by day', spansOf: by('YYYY-MM-DD') },
  { path: '/Monthly', key: 'monthly', summary: 'List usage by month', spansOf: by('YYYY-MM') },
  { path: '/Yearly', key: 'yearly', summary: 'List usage by year', spansOf: by('YYYY') },
  { path: '/AllTime', key: 'all_time', summary: 'List usage since the beginning', spansOf: allTime },
  { path: '/Today', key: 'today', summary: 'List usage of today', spansOf: ({ now }) => [dayBefore(now, 0)] },
  {
    path: '/Yesterday',
    key: 'yesterday',
    summary: 'List usage of yesterday',
    spansOf: ({ now }) => [dayBefore(now, 1)],
  },
  { path: '/ThisMonth', key: 'this_month', summary: 'List usage of this month', spansOf: thisMonth },
  { path: '/LastMonth', key: 'last_month', summary: 'List usage of last month', spansOf: lastMonth },
]

function whole({ startDay, endDay, createdAt, now }: IntervalRequest): DaySpan {
  return { first: startDay ?? startOfDay(createdAt), last: endDay ?? startOfDay(now) }
}

function allTime({ createdAt, now }: IntervalRequest): readonly DaySpan[] {
  return [{ first: startOfDay(createdAt), last: startOfDay(now) }]
}

function dayBefore(now: number, days: number): DaySpan {
  const day = startOfDay(now) - days * dayMs
  return { first: day, last: day }
}

function thisMonth({ now }: IntervalRequest): readonly DaySpan[] {
  return [{ first: startOfMonth(now), last: startOfDay(now) }]
}

function lastMonth({ now }: IntervalRequest): readonly DaySpan[] {
  const last = startOfMonth(now) - dayMs
  return [{ first: startOfMonth(last), last }]
}

function startOfMonth(ms: number): number {
  return Date.parse(formatDay(ms).slice(0, 7))
}

/** Groups the days that are asked for by what their dates begin with; there are none before the account or after today. */
function by(pattern: 'YYYY-MM-DD' | 'YYYY-MM' | 'YYYY'): Division['spansOf'] {
  return (request) => {
    const { first, last } = whole(request)
    const spans = new Map<string, DaySpan>()
    const end = Math.max(first, startOfDay(request.createdAt))
    for (let day = Math.min(last, startOfDay(request.now)); day >= end; day -= dayMs) {
      const key = formatDay(day).slice(0, pattern.length)
      spans.set(key, { first: day, last: spans.get(key)?.last ?? day })
    }
    return [...spans.values()]
  }
}
