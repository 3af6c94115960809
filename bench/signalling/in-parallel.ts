/** Do something with every item, with so many under way at once. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  task: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  // An iterator is shared: whoever is done takes the next item.
  async function work(): Promise<void> {
    for (const [place, item] of queue) results[place] = await task(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  return results
}
