import type { RunLog } from './run-log.ts'

/** A share of the values is at most this. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/**
 * How long after the end of each write every other process first showed it, in milliseconds, while nothing was wrong.
 * A process shows something only when it is asked, so these are upper bounds.
 */
export function propagation(log: RunLog, boundMs: number): readonly number[] {
  const healthy = (from: number, to: number): boolean =>
    !log.faults.some(({ start, end }) => start <= to && from <= end + boundMs)
  const checks = Map.groupBy(log.checks, ({ process, cell }) => `${process} ${cell}`)
  return log.writes.flatMap((write) => {
    const { end, cell, tags, outcome } = write
    if (outcome !== 'done' || !healthy(write.start, end + boundMs)) return []
    return log.processes.flatMap((process) => {
      if (process === write.process) return []
      const first = checks
        .get(`${process} ${cell}`)
        ?.find((check) => check.seen !== undefined && tags.includes(check.seen))
      return first === undefined || first.start > end + boundMs ? [] : [Math.max(0, first.start - end)]
    })
  })
}
