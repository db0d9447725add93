import { concerns } from '../events.ts'
import type { Check } from '../events.ts'
import { History } from './history.ts'
import type { RunLog, Write } from './run-log.ts'
import type { Violation } from './violation.ts'

/** What the answers of a run came to. */
export interface Answers {
  readonly violations: readonly Violation[]
  /** The oldest thing that was seen and might be, in milliseconds behind the write that replaced it. */
  readonly worstStaleness: number
}

/** Judges what was answered: I1 to I5. Nothing excuses a wrong yes. */
export function judgeAnswers(log: RunLog, boundMs: number): Answers {
  const histories = historiesOf(log)
  const violations: Violation[] = []
  const newest = new Map<string, { readonly write: Write; readonly since: number }>()
  let worstStaleness = 0
  for (const check of log.checks) {
    const { process, cell, outcome, seen, start, end } = check
    if (outcome === 'unavailable') continue
    const history = histories.get(cell)
    const report = (invariant: Violation['invariant'], what: string, ms?: number): void => {
      violations.push({ invariant, what, at: start, process, cell, ...(ms === undefined ? {} : { ms }) })
    }
    const mayDeny =
      log.faults.some(
        (fault) => fault.denies === true && fault.start <= end && start <= fault.end + boundMs,
      ) ||
      log.losses.some(
        ({ at, emptyUntil }) => emptyUntil !== undefined && at <= end && start <= emptyUntil + boundMs,
      )
    if (outcome === 'torn') {
      if (!mayDeny) report('I5', 'parts of a write were there, and others were not')
      continue
    }
    const known = seen === undefined ? undefined : history?.ofTag(seen)
    if (outcome === 'denied' && mayDeny) continue
    if (seen !== undefined && known === undefined) {
      report('I4', 'nobody has written the version that was seen')
      continue
    }
    if (known !== undefined && (known.outcome === 'refused' || known.start > end)) {
      report('I5', 'a write that was refused was seen')
      continue
    }
    if (known !== undefined && known.grants !== (outcome === 'granted')) {
      report('I4', 'the version that was seen says otherwise')
      continue
    }
    const candidates = known === undefined ? (history?.candidates(check) ?? []) : [known]
    const judged = candidates.map((write) => ({ write, ...history!.lateness(write, check, boundMs) }))
    const best = judged.toSorted((a, b) => a.late - b.late)[0]
    if (best === undefined) {
      report('I4', 'no state that ever was answers so')
      continue
    }
    if (best.late > 0) {
      const [wrong, right] = best.own ? (['I2', 'I2'] as const) : (['I1', 'I3'] as const)
      if (outcome === 'granted') report(wrong, 'granted, though it was taken away', best.late)
      else report(right, 'denied, though it was given', best.late)
      continue
    }
    worstStaleness = Math.max(worstStaleness, best.age)
    if (known === undefined) continue
    const before = newest.get(`${process} ${cell}`)
    const rewound = log.losses.some(
      (loss) =>
        concerns(loss.observers, process) &&
        before !== undefined &&
        loss.from <= end &&
        loss.accepted + boundMs >= before.since,
    )
    if (before !== undefined && before.since <= start && known.end < before.write.start && !rewound)
      report('I4', 'an older state came back')
    if (before === undefined || rewound || known.start > before.write.start)
      newest.set(`${process} ${cell}`, { write: known, since: end })
  }
  return { violations, worstStaleness }
}

function historiesOf({ writes, losses, apart }: RunLog): ReadonlyMap<string, History> {
  const byCell = Map.groupBy(writes, ({ cell }) => cell)
  return new Map(Array.from(byCell, ([cell, own]) => [cell, new History(own, losses, apart)]))
}

/** Whether a check was of something that another process had lately taken away. */
export function soonAfterRevocation(log: RunLog, boundMs: number): (check: Check) => boolean {
  const taken = Map.groupBy(
    log.writes.filter(({ grants, outcome }) => !grants && outcome === 'done'),
    ({ cell }) => cell,
  )
  return ({ cell, process, start }) =>
    (taken.get(cell) ?? []).some(
      (write) => write.process !== process && write.end <= start && start - write.end <= boundMs,
    )
}
