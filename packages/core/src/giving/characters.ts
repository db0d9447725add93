/** Code points from `low` to `high`, both included. */
export type Range = readonly [low: number, high: number]

const slash = 0x2f
const dot = 0x2e
/** What no proper name contains: control characters, and halves of pairs. */
const improper: readonly Range[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xd800, 0xdfff],
]
/** Tried first, so that names that are made up can be read. */
const readable = Array.from('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_', (char) =>
  char.charCodeAt(0),
)

/**
 * One character for each class of those that no pattern tells apart, the most readable first. `/` and `.`, which proper
 * names treat apart, are classes of their own.
 *
 * @param ranges Of all places of all patterns, each once; single characters are ranges of one.
 */
export function tellApart(ranges: Iterable<Range>): readonly number[] {
  const apart: Range[] = [
    [slash, slash],
    [dot, dot],
  ]
  apart.push(...ranges, ...improper)
  const cuts = new Set<number>()
  for (const [low, high] of apart) {
    // Every stretch of characters that belong together begins at a cut and ends before the next one.
    cuts.add(low).add(high + 1)
  }
  const within = (char: number, [low, high]: Range): boolean => char >= low && char <= high
  const begins = [...cuts].filter((cut) => cut <= 0x10ffff).toSorted((a, b) => a - b)
  const classes = new Map<string, number>()
  for (const [i, low] of begins.entries()) {
    if (improper.some((range) => within(low, range))) continue
    const end = begins[i + 1] ?? 0x110000
    const char = readable.find((code) => code >= low && code < end) ?? low
    const kin = apart.filter((range) => within(low, range)).join()
    const best = classes.get(kin)
    if (best === undefined || rank(char) < rank(best)) classes.set(kin, char)
  }
  // Those that cannot be read stay in their order.
  return [...classes.values()].toSorted((a, b) => rank(a) - rank(b))
}

/** How early a character is tried. */
function rank(char: number): number {
  const at = readable.indexOf(char)
  return at === -1 ? readable.length : at
}
