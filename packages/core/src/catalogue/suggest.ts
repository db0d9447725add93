/** The most names a suggestion compares with, so that a huge catalogue costs no noticeable time. */
const maxCompared = 5_000

/** The number of edits (insert, delete, replace, swap neighbours) between two strings, given up above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    if (Math.min(...row) > limit) return limit + 1
    before = last
    last = row
  }
  return last[b.length] ?? limit + 1
}

/**
 * The end of an error message that names the likeliest intended words: ` Did you mean "project.create"?`,
 * or the first few possible words when none is near, or an empty string when there are none at all.
 */
export function didYouMean(word: string, possible: readonly string[]): string {
  const short = word.slice(0, 200)
  const limit = Math.min(3, Math.floor((short.length + 1) / 3))
  let best: string | undefined
  let bestDistance = limit + 1
  for (const name of possible.slice(0, maxCompared)) {
    const d = name.toLowerCase() === short.toLowerCase() ? 0 : distance(short, name, limit)
    if (d < bestDistance) [best, bestDistance] = [name, d]
  }
  if (best !== undefined) return ` Did you mean ${JSON.stringify(best)}?`
  if (possible.length === 0) return ''
  const shown = possible.slice(0, 8).map((name) => JSON.stringify(name))
  const more = possible.length > shown.length ? `, … ${possible.length - shown.length} more` : ''
  return ` Known: ${shown.join(', ')}${more}.`
}
