/** Write a moment for a person: `2026-11-20 22:40:00 UTC`. */
export function formatMoment(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/T(.*)\.\d{3}Z$/, ' $1 UTC')
}

/** Write its day: `2026-11-20`. */
export function formatDay(unixMs: number): string {
  return new Date(unixMs).toISOString().slice(0, 10)
}
