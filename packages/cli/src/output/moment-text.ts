/** A unit, its length in seconds, and the distance from which the next unit is used. */
type Unit = readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number, below: number]

// A unit lasts to twice the next one: "in 90 minutes" says more than "in 1 hour".
const units: readonly Unit[] = [
  ['second', 1, 120],
  ['minute', 60, 7_200],
  ['hour', 3_600, 172_800],
  ['day', 86_400, 63_115_200],
]
const years: Unit = ['year', 31_557_600, Infinity]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** Say how far off a moment is, in one unit and rounded towards now: `in 41 minutes`, `3 days ago`, `now`. */
export function describeDistance(seconds: number): string {
  const [unit, size] = units.find(([, , below]) => Math.abs(seconds) < below) ?? years
  return relative.format(Math.trunc(seconds / size), unit)
}

/** Write a moment for a person: `2030-01-31 12:00:00 UTC`, or the number where the calendar does not reach. */
export function formatMoment(seconds: number): string {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return `${seconds} Unix seconds`
  return date.toISOString().replace(/T(.*)\.000Z$/, ' $1 UTC')
}
