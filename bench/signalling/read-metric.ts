/**
 * Read one figure of a gateway that runs.
 *
 * @param url - of its signalling
 * @param name - with its labels, as it stands in the text
 */
export async function readMetric(url: string, name: string): Promise<number> {
  const response = await fetch(new URL('/metrics', url.replace(/^ws/, 'http')))
  const line = (await response.text()).split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.slice(name.length))
}
