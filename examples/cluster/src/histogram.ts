/** Upper ends of the rows in milliseconds; what is slower than the last has a row of its own. */
const ends = [0, 1, 2, 5, 10, 25, 50, 100, 250, 1_000]
const barWidth = 40

/** Times as rows with a bar each, from the first to the last row that has any: at most 62 columns. */
export function histogram(times: readonly number[]): readonly string[] {
  const counts = Array.from({ length: ends.length + 1 }, () => 0)
  for (const ms of times) {
    const row = ends.findIndex((end) => ms <= end)
    const at = row === -1 ? ends.length : row
    counts[at] = (counts[at] ?? 0) + 1
  }
  const most = Math.max(...counts)
  const [first, last] = [counts.findIndex((count) => count > 0), counts.findLastIndex((count) => count > 0)]
  return counts.flatMap((count, row) => {
    if (row < first || row > last) return []
    const end = ends[row]
    const name = end === undefined ? `over ${ends.at(-1) ?? 0} ms` : end === 0 ? 'at once' : `to ${end} ms`
    const bar = '█'.repeat(Math.ceil((count / most) * barWidth))
    return [`${name.padStart(12)}  ${bar}${bar === '' ? '' : ' '}${count}`]
  })
}
