/** How far apart two names may be for one to be a slip of the other. */
const maxDistance = 2

/**
 * The names that somebody may have meant: those one slip away, else those that end like it, as `http.port` does like
 * `port`, else those two slips away.
 *
 * Case and the marks between words do not count, so that `data_dir` is `dataDir`.
 */
export function suggest(name: string, candidates: readonly string[]): readonly string[] {
  const options = [nearest(name, candidates, 1), endingLike(name, candidates), nearest(name, candidates)]
  return options.find(({ length }) => length > 0) ?? []
}

/** The names at most so many slips away, the nearest only. */
export function nearest(name: string, candidates: readonly string[], limit = maxDistance): readonly string[] {
  const letters = lettersOf(name)
  const distances = candidates.map((candidate) => editDistance(letters, lettersOf(candidate)))
  const least = Math.min(...distances)
  // In a short name, two letters make another word.
  return least > Math.min(limit, Math.floor(letters.length / 4))
    ? []
    : candidates.filter((_, index) => distances[index] === least)
}

function endingLike(name: string, candidates: readonly string[]): readonly string[] {
  const end = lettersOf(name.split('.').at(-1) ?? '')
  if (end.length < 3) return []
  // The shorter a name, the more of it is alike.
  return candidates.filter((candidate) => lettersOf(candidate).endsWith(end)).sort((a, b) => a.length - b.length)
}

/** A question to put behind a refusal; empty when nothing comes to mind. */
export function didYouMean(suggestions: readonly string[]): string {
  return suggestions.length === 0 ? '' : `: did you mean ${suggestions.slice(0, 2).join(' or ')}?`
}

function lettersOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^ringdown_/, '')
    .replace(/[^\da-z]/g, '')
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(Math.min(change, at(row, j) + 1, at(next, j - 1) + 1, isSwap ? at(before, j - 2) + 1 : Infinity))
    }
    before = row
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
