/** One row of a benchmark: a name and the operation that is measured. */
export type Contender =
  | { readonly name: string; readonly kind: 'sync'; readonly run: () => unknown }
  | { readonly name: string; readonly kind: 'async'; readonly run: () => Promise<unknown> }

/**
 * Run an operation a number of times, an asynchronous one with every run in flight at once, as on a busy server.
 *
 * @returns the last result, so that the work that made it cannot be left out by a compiler
 */
export async function repeat(contender: Contender, times: number): Promise<unknown> {
  let result: unknown
  if (contender.kind === 'sync') {
    for (let done = 0; done < times; done++) result = contender.run()
    return result
  }
  const running: Promise<unknown>[] = []
  for (let started = 0; started < times; started++) running.push(contender.run())
  return (await Promise.all(running)).at(-1)
}
