import { usageError } from '../error/command-error.js'

/** Add the value of an option that may be given more than once. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/** Read an option's value as a whole number. No value is repeated in a message. */
export function parseSeconds(option: string): (value: string) => number {
  return (value) => {
    if (!/^\d{1,15}$/.test(value)) throw usageError(`${option} must be a whole number of seconds, such as 600.`)
    return Number(value)
  }
}

const isoMoment = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/

/** Read an option's value as a moment: Unix seconds, an ISO 8601 date (at 00:00 UTC), or date and time with a zone. */
export function parseMoment(option: string): (value: string) => number {
  return (value) => {
    if (/^\d{5,15}$/.test(value)) return Number(value)
    const [, year, month, day] = (isoMoment.exec(value) ?? []).map(Number)
    const milliseconds = Date.parse(value)
    if (!isCalendarDay(year, month, day) || Number.isNaN(milliseconds)) {
      throw usageError(
        `${option} must be Unix seconds or an ISO 8601 moment with its zone, such as 2030-01-31T12:00:00Z.`,
      )
    }
    return Math.floor(milliseconds / 1000)
  }
}

// Date.parse takes the 31st of February for a day in March.
function isCalendarDay(year?: number, month?: number, day?: number): boolean {
  if (year === undefined || month === undefined || day === undefined) return false
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}

/** Values by name. */
export type Pairs<T> = Readonly<Record<string, T>>

/** Read `name=value`, an option that may be given more than once, each time with another name. */
export function collectPairs(option: string): (text: string, previous?: Pairs<string>) => Pairs<string> {
  return (text, previous = {}) => addPair(option, text, previous, (value) => value)
}

/** Read `name=json`, an option that may be given more than once, each time with another name. */
export function collectClaims(option: string): (text: string, previous?: Pairs<unknown>) => Pairs<unknown> {
  return (text, previous = {}) => addPair(option, text, previous, (value) => parseJson(option, value))
}

function addPair<T>(option: string, text: string, previous: Pairs<T>, parse: (value: string) => T): Pairs<T> {
  const equals = text.indexOf('=')
  if (equals < 1) throw usageError(`${option} must be name=value, such as ${option} user=7.`)
  const name = text.slice(0, equals)
  if (Object.hasOwn(previous, name)) throw usageError(`${option} was given twice with the same name; names are unique.`)
  // Object.fromEntries makes a plain member of any name, __proto__ included.
  return Object.fromEntries([...Object.entries(previous), [name, parse(text.slice(equals + 1))]])
}

function parseJson(option: string, value: string): unknown {
  try {
    return JSON.parse(value) as unknown
  } catch {
    throw usageError(`${option} must be name=json; a text needs its double quotes, as in ${option} 'role="agent"'.`)
  }
}
