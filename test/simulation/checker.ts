import { placeOf } from './events.ts'
import type { CheckEvent, EventLog, Found, Kind, TroubleEvent } from './events.ts'
import { History } from './history.ts'
import type { Version } from './history.ts'

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

/** How long after a trouble its effects may last, in milliseconds. */
const recoveryMs = 2_000

/** Whether a version is what a check found of this kind. */
function isTrue(found: Found, asked: string, kind: Kind, { write }: Version): boolean {
  const { role, subject, mappings } = write ?? {}
  if (kind === 'mappings')
    return mappings === undefined || mappings.roles.join() === (found.mapped ?? []).join()
  if (kind === 'subject') {
    if (subject === undefined) return true
    const suspended = subject.suspended ?? found.suspended
    return subject.held === found.holds.has(subject.role) && suspended === found.suspended
  }
  if (role === undefined) return true
  const inherits = role.inherits ?? found.inherits
  return role.id === asked && role.granted === found.granted && inherits === found.inherits
}

const isGranted = ({ granted, inherits, holds, suspended }: Found, role: string): boolean =>
  suspended !== true && (granted || inherits === true) && (holds.has(role) || holds.has(`${role}@`))

/**
 * Judges a log by what was promised: a function of nothing but the log.
 *
 * @param boundMs `maxStalenessMs`
 * @param initial The tag of what everything was made with.
 */
export function judge({ writes, checks, troubles }: EventLog, boundMs: number, initial: string): Verdict {
  const histories = new Map<string, History>()
  const historyOf = (kind: Kind, id: string): History => {
    const key = `${kind} ${id}`
    const known = histories.get(key)
    if (known !== undefined) return known
    const about = writes.filter((write) => write[kind]?.id === id)
    const made = new History(kind, initial, about)
    histories.set(key, made)
    return made
  }

  const violations: Violation[] = []
  const newest = new Map<string, { readonly start: number; readonly since: number }>()
  let [granted, unavailable, tempting] = [0, 0, 0]
  for (const check of checks) {
    const { found, process, start } = check
    const asked = [
      ['role', check.role],
      ['subject', check.subject],
      ['mappings', ''],
    ] as const
    const soon = asked
      .slice(0, 2)
      .some(([kind, id]) => historyOf(kind, id).tookSoonBefore(start, boundMs, process))
    if (soon) tempting++
    const report = (promise: Promised, late = 0): void => void violations.push({ promise, check, late })
    if (found === undefined) {
      unavailable++
      if (!isExcused(check, troubles)) report('closed without need')
      continue
    }
    if (isGranted(found, check.role)) granted++
    const tags = [found.roleTag, found.subjectTag, found.mappingsTag]
    // All that each part may be; what it certainly is not is out. Mostly that leaves one.
    const parts = asked.flatMap(([kind, id], i) => {
      const tag = tags[i]
      if (tag === undefined) return []
      const versions = historyOf(kind, id)
        .of(tag)
        .filter((version) => version.start <= check.end && isTrue(found, check.role, kind, version))
      return [{ name: `${process} ${kind} ${id}`, versions }]
    })
    if (parts.some(({ versions }) => versions.length === 0)) {
      report('invented')
      continue
    }
    for (const { name, versions } of parts) {
      const lateBy = (at: number, over: (version: Version) => number): number =>
        versions.reduce((least, version) => Math.min(least, at - over(version)), Infinity)
      const own = lateBy(start, ({ overBy }) => overBy.get(process) ?? Infinity)
      if (own > 0) report('own writes', own)
      // The bound counts from when the access is had, not from when it is asked for.
      const late = lateBy(check.end, ({ overAt }) => overAt) - boundMs
      if (late > 0) report('bound', late)
      const seen = newest.get(name)
      if (seen !== undefined && seen.since <= start && versions.every(({ end }) => end < seen.start))
        report('old came back')
      const [version, other] = versions as [Version, ...Version[]]
      const { write } = version
      if (other !== undefined || write?.outcome !== 'done') continue
      // One that was unknown may have been seen, then be lost, and be written again.
      if (write.resent === true && start < write.end) continue
      if (seen === undefined || version.start > seen.start)
        newest.set(name, { start: version.start, since: check.end })
    }
    if (
      parts.some((one, i) => parts.slice(i + 1).some((another) => areApart(one.versions, another.versions)))
    )
      report('mixture')
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

/** Whether no two of them were ever true at the same time. */
const areApart = (some: readonly Version[], others: readonly Version[]): boolean =>
  some.every((one) => others.every((other) => one.overAt < other.start || other.overAt < one.start))

const isExcused = (check: CheckEvent, troubles: readonly TroubleEvent[]): boolean =>
  troubles.some(
    ({ place, start, end }) =>
      (place === undefined || place === placeOf(check.process)) &&
      start <= check.end &&
      check.start <= end + recoveryMs,
  )

/** How many violations were wrong answers; none at all is another matter. */
export const wrong = ({ violations }: Verdict): number =>
  violations.filter(({ promise }) => promise !== 'closed without need').length
