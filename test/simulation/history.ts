import { gone } from './events.ts'
import type { Kind, WriteEvent } from './events.ts'

/** A value that something had, and since when it surely has another. */
export interface Version {
  readonly write: WriteEvent | undefined
  readonly start: number
  readonly end: number
  /** The first end of a later write that is done: by any process, and by each. */
  overAt: number
  readonly overBy: Map<string, number>
}

interface Taken {
  readonly end: number
  readonly process: string
}

const versionOf = (write: WriteEvent | undefined): Version => ({
  write,
  start: write?.start ?? -Infinity,
  end: write?.end ?? -Infinity,
  overAt: Infinity,
  overBy: new Map(),
})

/** Whether a write takes something of this kind from somebody. */
function takes({ role, subject, mappings }: WriteEvent, kind: Kind): boolean {
  if (kind === 'role') return role?.granted === false || role?.inherits === false
  if (kind === 'subject') return subject?.held === false || subject?.suspended === true
  return mappings !== undefined
}

/** All versions that one thing ever had, by their tags. */
export class History {
  readonly #versions = new Map<string, readonly Version[]>()
  /** Ends of writes that took something away, in order. */
  readonly #taken: Taken[]

  /** @param initial The tag of what everything was made with. */
  constructor(kind: Kind, initial: string, writes: readonly WriteEvent[]) {
    const made = writes
      .filter(({ outcome }) => outcome !== 'refused')
      .map((write) => [write, versionOf(write)] as const)
    const isGone = (write: WriteEvent): boolean => (kind === 'mappings' ? false : write[kind]?.gone === true)
    const isMade = (write: WriteEvent): boolean => (kind === 'mappings' ? false : write[kind]?.made === true)
    const absent = made.filter(([write]) => isGone(write)).map(([, version]) => version)
    const before = versionOf(undefined)
    this.#versions.set(initial, [before])
    // All absences have one tag.
    if (absent.length > 0 || writes.some(isMade)) this.#versions.set(gone, [before, ...absent])
    for (const [write, version] of made) if (!isGone(write)) this.#versions.set(write.tag, [version])
    const all = [before, ...made.map(([, version]) => version)]
    const done = writes.filter(({ outcome }) => outcome === 'done')
    for (const { start, end, process } of done)
      for (const version of all) {
        // What began after another had ended has replaced it; of two at the same time nothing is known.
        if (start < version.end) continue
        version.overAt = Math.min(version.overAt, end)
        version.overBy.set(process, Math.min(version.overBy.get(process) ?? Infinity, end))
      }
    this.#taken = done.filter((write) => takes(write, kind)).toSorted((a, b) => a.end - b.end)
  }

  /** Those that a tag may be of; none for a tag that nobody has written. */
  of(tag: string): readonly Version[] {
    return this.#versions.get(tag) ?? []
  }

  /** Whether somebody else took something away at most so long before. */
  tookSoonBefore(time: number, withinMs: number, process: string): boolean {
    let [low, high] = [0, this.#taken.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#taken[middle] as Taken).end <= time) low = middle + 1
      else high = middle
    }
    for (let i = low - 1; i >= 0; i--) {
      const { end, process: by } = this.#taken[i] as Taken
      if (time - end > withinMs) return false
      if (by !== process) return true
    }
    return false
  }
}
