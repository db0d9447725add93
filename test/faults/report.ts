import { quantile } from './judge/propagation.ts'
import type { Verdict } from './judge/verdict.ts'
import { invariants } from './judge/violation.ts'

/** What has to be there for a run to mean something; whoever refuses everything keeps every promise. */
const leastSoon = 0.1
const leastGranted = 0.2

/** Verdicts of several installations as one. */
export function sum(verdicts: readonly Verdict[]): Verdict {
  const total = (of: (verdict: Verdict) => number): number =>
    verdicts.reduce((added, verdict) => added + of(verdict), 0)
  const most = (of: (verdict: Verdict) => number): number => Math.max(0, ...verdicts.map(of))
  return {
    violations: verdicts.flatMap(({ violations }) => violations),
    checks: total(({ checks }) => checks),
    granted: total(({ granted }) => granted),
    unavailable: total(({ unavailable }) => unavailable),
    soonAfterRevocation: total(({ soonAfterRevocation }) => soonAfterRevocation),
    needless: total(({ needless }) => needless),
    needlessStarved: total(({ needlessStarved }) => needlessStarved),
    writes: {
      done: total(({ writes }) => writes.done),
      nothing: total(({ writes }) => writes.nothing),
      refused: total(({ writes }) => writes.refused),
      unknown: total(({ writes }) => writes.unknown),
    },
    worstStaleness: most(({ worstStaleness }) => worstStaleness),
    propagation: verdicts.flatMap(({ propagation }) => propagation),
    longestLag: most(({ longestLag }) => longestLag),
  }
}

/** What is missing for a run to mean something, in words. */
export function shortcomings(verdict: Verdict): readonly string[] {
  const { checks, granted, soonAfterRevocation, needless, needlessStarved } = verdict
  const share = (part: number): string => `${((100 * part) / checks).toFixed(1)} %`
  const unexplained = needless - needlessStarved
  return [
    ...(checks === 0 ? ['nothing was checked'] : []),
    ...(soonAfterRevocation < leastSoon * checks
      ? [`only ${share(soonAfterRevocation)} of the checks came soon after a revocation elsewhere, not 10 %`]
      : []),
    ...(granted < leastGranted * checks
      ? [`only ${share(granted)} of the checks were granted, not 20 %`]
      : []),
    ...(unexplained > 0 ? [`${unexplained} checks got no answer although all was well`] : []),
  ]
}

const thousands = (count: number): string => count.toLocaleString('en-US')

/** The report, for people. */
export function text(verdict: Verdict): string {
  const { checks, granted, unavailable, soonAfterRevocation, writes, violations, propagation } = verdict
  const share = (part: number): string => `${((100 * part) / Math.max(1, checks)).toFixed(1)} %`
  const ms = (value: number): string => `${value.toFixed(0)} ms`
  const byInvariant = Map.groupBy(violations, ({ invariant }) => invariant)
  return [
    `checked                     ${thousands(checks)}`,
    `  granted                   ${share(granted)}`,
    `  unavailable               ${share(unavailable)}`,
    `  soon after a revocation   ${share(soonAfterRevocation)}`,
    `  unavailable without need  ${verdict.needless - verdict.needlessStarved}, and ${verdict.needlessStarved} while the machine was starved`,
    `written                     ${thousands(writes.done)} done, ${writes.unknown} unknown, ${writes.refused} refused, ${writes.nothing} so already`,
    `worst staleness             ${ms(verdict.worstStaleness)}`,
    `propagation                 p50 ${ms(quantile(propagation, 0.5))}, p99 ${ms(quantile(propagation, 0.99))} (${thousands(propagation.length)} measured)`,
    `longest time without CPU    ${ms(verdict.longestLag)}`,
    `violations                  ${violations.length}`,
    ...Array.from(byInvariant).flatMap(([invariant, of]) => [
      `  ${invariant}: ${of.length} × ${invariants[invariant]}`,
      ...of
        .slice(0, 5)
        .map(
          ({ what, process = '', cell = '', ms: late, at }) =>
            `     ${what}; ${process} ${cell}${late === undefined ? '' : `, by ${late.toFixed(1)} ms`} (at ${at.toFixed(0)})`,
        ),
    ]),
    ...shortcomings(verdict).map((line) => `too little: ${line}`),
  ].join('\n')
}
