import { type UsageCategory, usageCategories } from './usage-category.js'
import { formatDay } from '../calendar-day.js'
import type { DaySpan } from './usage-interval.js'

/** A record of usage that is to be summed up: a category in a span of days. */
export interface UsageRow {
  readonly category: UsageCategory
  readonly span: DaySpan
}

/** A row of each category, or of the one that is asked for, for each span. An unknown category has no rows. */
export function usageRows(spans: readonly DaySpan[], categoryName: string | undefined): readonly UsageRow[] {
  const asked = usageCategories.filter(({ name }) => categoryName === undefined || name === categoryName)
  return spans.flatMap((span) => asked.map((category) => ({ category, span })))
}

/** What tells a row from the others of its list. */
export function usageRowKey({ category, span }: UsageRow): string {
  return `${formatDay(span.first)}-${category.name}`
}
