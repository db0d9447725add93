/** The most names a suggestion compares with, so that a huge catalogue costs no noticeable time. */
const maxCompared = 5_000

/**
 * The number of edits (insert, delete, replace, swap neighbours) between two strings, given up above `limit`. Only cells
 * within `limit` of the diagonal are looked at: all others are above it.
 */
function distance(a: string, b: string, limit: number): number {
  const far = limit + 1
  if (Math.abs(a.length - b.length) > limit) return far
  let before: number[] = []
  // At `k` stands the cell of `j = i + k - limit`.
  let last = Array.from({ length: 2 * limit + 1 }, (_, k) => (k < limit ? far : k - limit))
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = []
    for (let k = 0; k <= 2 * limit; k++) {
      const j = i + k - limit
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((last[k + 1] ?? far) + 1, (row[k - 1] ?? far) + 1, (last[k] ?? far) + same)
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[k] ?? far) + 1)
      row.push(j < 0 || j > b.length ? far : j === 0 ? i : cost)
    }
    if (Math.min(...row) > limit) return far
    before = last
    last = row
  }
  return last[b.length - a.length + limit] ?? far
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
