import type { CheckEvent, EventLog, WriteEvent } from './events.ts'

/** The promises of docs/consistency.md that a log can break. */
export type Promised =
  | 'own writes'
  | 'bound'
  | 'mixture'
  | 'old came back'
  | 'invented'
  | 'closed without need'

export interface Violation {
  readonly promise: Promised
  readonly check: CheckEvent
  /** By how much the bound was missed, in milliseconds; 0 where there is none. */
  readonly late: number
}

export interface Verdict {
  readonly violations: readonly Violation[]
  readonly checks: number
  readonly writes: number
  readonly done: number
  /** Shares of all checks. */
  readonly granted: number
  readonly unavailable: number
  /** Begun within the bound after a write of another process took away what is asked for. */
  readonly tempting: number
}

/** A value that something had, and since when it surely has another. */
interface Version {
  readonly write: WriteEvent | undefined
  readonly start: number
  readonly end: number
  /** The first end of a later write that is done: by any process, and by each. */
  overAt: number
  readonly overBy: Map<string, number>
}

/** How long after a trouble its effects may last, in milliseconds. */
const recoveryMs = 2_000

/** All versions that one role or one subject ever had, by their tags. */
class History {
  readonly #versions = new Map<string, Version>()
  /** Ends of writes that took something away, with who made them. */
  readonly taken: { readonly end: number; readonly process: string }[] = []

  constructor(initial: string, writes: readonly WriteEvent[], takes: (write: WriteEvent) => boolean) {
    const versionOf = (write: WriteEvent | undefined): Version => ({
      write,
      start: write?.start ?? -Infinity,
      end: write?.end ?? -Infinity,
      overAt: Infinity,
      overBy: new Map(),
    })
    this.#versions.set(initial, versionOf(undefined))
    for (const write of writes)
      if (write.outcome !== 'refused') this.#versions.set(write.tag, versionOf(write))
    const done = writes.filter(({ outcome }) => outcome === 'done')
    for (const { start, end, process } of done)
      for (const version of this.#versions.values()) {
        // What began after another had ended has replaced it; of two at the same time nothing is known.
        if (start < version.end) continue
        version.overAt = Math.min(version.overAt, end)
        version.overBy.set(process, Math.min(version.overBy.get(process) ?? Infinity, end))
      }
    for (const write of done) if (takes(write)) this.taken.push(write)
  }

  of(tag: string): Version | undefined {
    return this.#versions.get(tag)
  }
}

/** Whether a write, if any, is what the check found of the role and of the subject. */
function isTrue({ found, role }: CheckEvent, ofRole: Version, ofSubject: Version): boolean {
  const [written, given] = [ofRole.write?.role, ofSubject.write?.subject]
  return (
    found !== undefined &&
    (written === undefined || (written.id === role && written.granted === found.granted)) &&
    (given === undefined || given.held === found.holds.has(given.role))
  )
}

/**
 * Judges a log by what was promised: a function of nothing but the log.
 *
 * @param boundMs `maxStalenessMs`
 * @param initial The tag of what everything was made with.
 */
export function judge({ writes, checks, troubles }: EventLog, boundMs: number, initial: string): Verdict {
  const histories = new Map<string, History>()
  const historyOf = (kind: 'role' | 'subject', id: string): History => {
    const key = `${kind} ${id}`
    const known = histories.get(key)
    if (known !== undefined) return known
    const about = writes.filter((write) => write[kind]?.id === id)
    const takes = (write: WriteEvent): boolean =>
      write.role?.granted === false || write.subject?.held === false
    const made = new History(initial, about, takes)
    histories.set(key, made)
    return made
  }

  const violations: Violation[] = []
  const newest = new Map<string, { readonly start: number; readonly since: number }>()
  let [granted, unavailable, tempting] = [0, 0, 0]
  for (const check of checks) {
    const { found, process, start } = check
    const parts = [historyOf('role', check.role), historyOf('subject', check.subject)] as const
    const soon = parts.some(({ taken }) =>
      taken.some((write) => write.process !== process && write.end <= start && start - write.end <= boundMs),
    )
    if (soon) tempting++
    const report = (promise: Promised, late = 0): void => void violations.push({ promise, check, late })
    if (found === undefined) {
      unavailable++
      const excused = troubles.some(
        (trouble) =>
          (trouble.process === undefined || trouble.process === process) &&
          trouble.start <= check.end &&
          start <= trouble.end + recoveryMs,
      )
      if (!excused) report('closed without need')
      continue
    }
    if (found.granted && found.holds.has(check.role)) granted++
    const [ofRole, ofSubject] = [parts[0].of(found.roleTag), parts[1].of(found.subjectTag)]
    if (ofRole === undefined || ofSubject === undefined || !isTrue(check, ofRole, ofSubject)) {
      report('invented')
      continue
    }
    for (const [name, version] of [
      [`${process} role ${check.role}`, ofRole],
      [`${process} subject ${check.subject}`, ofSubject],
    ] as const) {
      const own = version.overBy.get(process) ?? Infinity
      if (start > own) report('own writes', start - own)
      if (start > version.overAt + boundMs) report('bound', start - version.overAt - boundMs)
      const seen = newest.get(name)
      if (seen !== undefined && seen.since <= start && version.end < seen.start) report('old came back')
      if (version.write !== undefined && (seen === undefined || version.start > seen.start))
        newest.set(name, { start: version.start, since: check.end })
    }
    if (ofRole.overAt < ofSubject.start || ofSubject.overAt < ofRole.start) report('mixture')
  }
  return {
    violations,
    checks: checks.length,
    writes: writes.length,
    done: writes.filter(({ outcome }) => outcome === 'done').length,
    granted: granted / checks.length,
    unavailable: unavailable / checks.length,
    tempting: tempting / checks.length,
  }
}

/** How many violations were wrong answers; none at all is another matter. */
export const wrong = ({ violations }: Verdict): number =>
  violations.filter(({ promise }) => promise !== 'closed without need').length
