/** Milliseconds of a day in UTC, which has no leap seconds in Unix time. */
export const dayMs = 86_400_000

/** The first moment of a day in UTC. */
export function startOfDay(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs
}

/** Write a day as `YYYY-MM-DD`. */
export function formatDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
