/** The registered ports that browsers never connect to (Fetch standard, "port blocking"): other protocols live there. */
const blockedPorts: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
])

/** Chromium drops candidates with a lower port, but for a few that it makes exceptions of. */
const lowestPort = 1_024

/**
 * Whether a browser sends media to a UDP port. Where it does not, it says nothing of it: a call is connected and stays
 * silent.
 */
export function isBrowserPort(port: number): boolean {
  return port >= lowestPort && !blockedPorts.has(port)
}

/** How many ports of an inclusive range a browser sends media to. */
export function countBrowserPorts(min: number, max: number): number {
  let count = 0
  for (let port = min; port <= max; port += 1) if (isBrowserPort(port)) count += 1
  return count
}
