/** One line of a value written as JSON. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

/** More lines than this are not compared: the one is shown after the other. */
const most = 1_200

/** A value written as JSON, line by line; nothing has no lines. */
export function linesOf(value: unknown): readonly string[] {
  return value === undefined || value === null ? [] : JSON.stringify(value, null, 2).split('\n')
}

/** What of a value is another afterwards, line by line: what stays longest stays. */
export function diffOf(before: unknown, after: unknown): readonly DiffLine[] {
  const [one, other] = [linesOf(before), linesOf(after)]
  const gone = (text: string): DiffLine => ({ kind: 'gone', text })
  const added = (text: string): DiffLine => ({ kind: 'new', text })
  if (one.length > most || other.length > most) return [...one.map(gone), ...other.map(added)]
  // Longest common subsequences of what is left from each place on.
  const width = other.length + 1
  const longest = new Uint16Array((one.length + 1) * width)
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      longest[i * width + j] =
        one[i] === other[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push({ kind: 'same', text: one[i] ?? '' })
      i++
      j++
    } else if (
      j === other.length ||
      (i < one.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    )
      lines.push(gone(one[i++] ?? ''))
    else lines.push(added(other[j++] ?? ''))
  }
  return lines
}

/** A stretch of lines, or how many that are the same have been left out. */
export type DiffPart = { readonly lines: readonly DiffLine[] } | { readonly left: number }

/** The lines around what is another; long stretches of the same are left out. */
export function partsOf(lines: readonly DiffLine[], around = 2): readonly DiffPart[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  )
  const parts: ({ lines: DiffLine[] } | { left: number })[] = []
  for (const [at, line] of lines.entries()) {
    const last = parts.at(-1)
    if (near[at] === true) {
      if (last !== undefined && 'lines' in last) last.lines.push(line)
      else parts.push({ lines: [line] })
    } else if (last !== undefined && 'left' in last) last.left++
    else parts.push({ left: 1 })
  }
  return parts
}
