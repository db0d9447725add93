import type { FaultsEvent } from '../events.ts'
import { judgeAnswers, soonAfterRevocation } from './answers.ts'
import { judgeAvailability, needlessly } from './availability.ts'
import { propagation } from './propagation.ts'
import { runLog } from './run-log.ts'
import type { RunLog } from './run-log.ts'
import type { Violation } from './violation.ts'

/** What a run has to be judged by. */
export interface Bounds {
  readonly maxStalenessMs: number
  readonly deadlineMs: number
}

/** What a run came to: counts that can be added up over runs, and what went wrong. */
export interface Verdict {
  readonly violations: readonly Violation[]
  readonly checks: number
  readonly granted: number
  readonly unavailable: number
  /** Begun within the bound after another process took away what they ask for. */
  readonly soonAfterRevocation: number
  /** Without an answer although nothing was wrong; and those of them that a starved machine explains. */
  readonly needless: number
  readonly needlessStarved: number
  readonly writes: Readonly<Record<'done' | 'nothing' | 'refused' | 'unknown', number>>
  /** Milliseconds. */
  readonly worstStaleness: number
  readonly propagation: readonly number[]
  /** Milliseconds in which at least one process did not get to run. */
  readonly longestLag: number
}

/** The most reads that a crowd may cause: the one that is on its way, the one they share, and notices. */
const readsOfCrowd = 8

function judgeFaults({ faults, crowds }: RunLog): readonly Violation[] {
  return [
    ...faults
      .filter(({ alarm }) => alarm.expected !== alarm.raised)
      .map(({ fault, alarm, end }): Violation => {
        const what = alarm.expected ? `${fault} raised no alarm` : `${fault} raised an alarm without need`
        return { invariant: 'alarm', what, at: end }
      }),
    ...crowds
      .filter(({ reads }) => reads > readsOfCrowd)
      .map(({ process, asked, reads }): Violation => ({
        invariant: 'crowd',
        what: `${asked} checks at once made ${reads} reads`,
        at: 0,
        process,
      })),
  ]
}

/** Judges a run: a function of nothing but what its processes have noted. */
export function judge(events: readonly FaultsEvent[], { maxStalenessMs, deadlineMs }: Bounds): Verdict {
  const log = runLog(events)
  const answers = judgeAnswers(log, maxStalenessMs)
  const isSoon = soonAfterRevocation(log, maxStalenessMs)
  const without = needlessly(log)
  const countOf = (outcome: string): number => log.writes.filter((write) => write.outcome === outcome).length
  return {
    violations: [
      ...answers.violations,
      ...judgeAvailability(log, maxStalenessMs, deadlineMs),
      ...judgeFaults(log),
    ],
    checks: log.checks.length,
    granted: log.checks.filter(({ outcome }) => outcome === 'granted').length,
    unavailable: log.checks.filter(({ outcome }) => outcome === 'unavailable').length,
    soonAfterRevocation: log.checks.filter(isSoon).length,
    needless: without.length,
    needlessStarved: without.filter(({ starved }) => starved).length,
    writes: {
      done: countOf('done'),
      nothing: countOf('nothing'),
      refused: countOf('refused'),
      unknown: countOf('unknown'),
    },
    worstStaleness: answers.worstStaleness,
    propagation: propagation(log, maxStalenessMs),
    longestLag: log.lags.reduce((most, { start, end }) => Math.max(most, end - start), 0),
  }
}
