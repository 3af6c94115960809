/**
 * Read one figure without labels from a page in the Prometheus text format.
 *
 * @throws Error if the page does not have it
 */
export function readFigure(page: string, name: string): number {
  const line = page.split('\n').find((candidate) => candidate.startsWith(`${name} `))
  if (line === undefined) throw new Error(`The metrics page has no figure ${name}`)
  return Number(line.slice(name.length + 1))
}
