import { concerns } from '../events.ts'
import type { Check, Fault } from '../events.ts'
import type { RunLog } from './run-log.ts'
import { Starvation } from './starvation.ts'
import type { Violation } from './violation.ts'

/** How long after a fault all has to be well again, in milliseconds. */
export const recoveryMs = 2_000
/** What a check may take beyond its deadline. */
const overMs = 50

/** Judges when there was an answer: I6 and I7. A starved machine explains lateness, and nothing else. */
export function judgeAvailability(log: RunLog, boundMs: number, deadlineMs: number): readonly Violation[] {
  const starvation = new Starvation(log.lags)
  const violations: Violation[] = []
  for (const check of log.checks) {
    const { process, cell, start, end, outcome } = check
    const took = end - start - starvation.of(process, start, end)
    if (took > deadlineMs + overMs)
      violations.push({ invariant: 'I6', what: 'a check took too long', at: start, process, cell, ms: took })
    if (outcome !== 'granted') continue
    const dark = log.dark.find(
      (one) => concerns(one.processes, process) && start > one.start + boundMs && end < one.end,
    )
    if (dark !== undefined)
      violations.push({
        invariant: 'I7',
        what: 'granted without Redis',
        at: start,
        process,
        cell,
        ms: start - dark.start,
      })
  }
  for (const { process, cell, outcome, start, end } of log.writes) {
    const dark = log.dark.find(
      (one) => concerns(one.processes, process) && start > one.start && end < one.end,
    )
    if (outcome === 'done' && dark !== undefined)
      violations.push({ invariant: 'I7', what: 'written without Redis', at: start, process, cell })
  }
  return [...violations, ...recoveries(log, starvation)]
}

/** Every process has to grant something within two seconds after each fault, unless the next one came first. */
function recoveries(log: RunLog, starvation: Starvation): readonly Violation[] {
  const granted = Map.groupBy(
    log.checks.filter(({ outcome }) => outcome === 'granted'),
    ({ process }) => process,
  )
  const asks = Map.groupBy(log.checks, ({ process }) => process)
  return log.faults.flatMap((fault) => {
    const quiet = (end: number): boolean =>
      !log.faults.some((other) => other !== fault && other.start < end && other.end > fault.end)
    return log.processes.flatMap((process): readonly Violation[] => {
      const until = fault.end + recoveryMs + starvation.ofAny(fault.end, fault.end + recoveryMs)
      const last = asks.get(process)?.at(-1)?.start ?? 0
      if (!quiet(until) || last < until) return []
      const well = granted.get(process)?.some(({ start, end }) => start >= fault.end && end <= until) === true
      const what = `nothing was granted within 2 s after ${fault.fault}`
      return well ? [] : [{ invariant: 'I7', what, at: fault.end, process }]
    })
  })
}

/** Checks that got no answer although all was well, for at least two seconds; and whether the machine explains it. */
export function needlessly(log: RunLog): readonly { readonly check: Check; readonly starved: boolean }[] {
  const starvation = new Starvation(log.lags)
  const excuses = ({ start, end, processes }: Fault, check: Check): boolean =>
    concerns(processes, check.process) && start <= check.end && check.start <= end + recoveryMs
  return log.checks
    .filter((check) => check.outcome === 'unavailable' && !log.faults.some((fault) => excuses(fault, check)))
    .map((check) => ({ check, starved: starvation.ofAny(check.start - 100, check.end) > 50 }))
}
