/** As much of a line as moving through a tree needs. */
export interface TreeLine {
  readonly key: string
  /** From 1. */
  readonly level: number
  /** `undefined`: there is nothing beneath. */
  readonly isExpanded: boolean | undefined
}

/** What a key asks for: another line, or to fold or unfold the one it was pressed on. */
export type Step = { readonly go: number } | { readonly expand: boolean }

const page = 10

function parentOf(lines: readonly TreeLine[], at: number): number {
  const level = lines[at]?.level ?? 1
  for (let above = at - 1; above >= 0; above--) if ((lines[above]?.level ?? 0) < level) return above
  return at
}

/** What a key means on a line, as the ARIA Authoring Practices say of treegrids. `undefined`: nothing. */
export function stepFor(lines: readonly TreeLine[], at: number, key: string): Step | undefined {
  const line = lines[at]
  const last = lines.length - 1
  switch (key) {
    case 'ArrowDown':
      return { go: Math.min(last, at + 1) }
    case 'ArrowUp':
      return { go: Math.max(0, at - 1) }
    case 'PageDown':
      return { go: Math.min(last, at + page) }
    case 'PageUp':
      return { go: Math.max(0, at - page) }
    case 'Home':
      return { go: 0 }
    case 'End':
      return { go: last }
    case 'ArrowRight':
      if (line?.isExpanded === false) return { expand: true }
      return { go: line?.isExpanded === true ? Math.min(last, at + 1) : at }
    case 'ArrowLeft':
      return line?.isExpanded === true ? { expand: false } : { go: parentOf(lines, at) }
    case 'Enter':
      return line?.isExpanded === undefined ? undefined : { expand: !line.isExpanded }
    default:
      return undefined
  }
}
