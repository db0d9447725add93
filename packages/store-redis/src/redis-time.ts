import type { SubjectRecord } from '@trilatch/core'
import { garbled } from './garbled.ts'

/** How far in the future of Redis groups may be verified: clocks of nodes differ, and a failover changes them. */
const maxAheadMs = 60_000

/** Milliseconds of what `TIME` gives: seconds, and microseconds in them. @throws GarbledError */
export function redisMs(time: unknown): number {
  const [seconds, micros] = Array.isArray(time) ? time.map(Number) : []
  const ms = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000)
  if (!Number.isFinite(ms)) throw garbled('the time of Redis')
  return ms
}

/**
 * A record whose times are of Redis as one whose times are of this process. They count from when the read was sent, so
 * what it took makes groups older and never younger; and no wall clock of a process has a say.
 *
 * @param sentAt When the read was sent that brought the record, by the monotonic clock.
 * @param redisNow The time of Redis in that read.
 */
export function inProcessTime(record: SubjectRecord, sentAt: number, redisNow: number): SubjectRecord {
  if (record.groups.length === 0) return record
  const groups = record.groups.map((entry) => {
    const age = redisNow - entry.verifiedAt
    // What was verified in the future was verified by a clock that is wrong: it has lapsed.
    const verifiedAt = age < -maxAheadMs ? -Infinity : sentAt - Math.max(0, age)
    return Object.freeze({ ...entry, verifiedAt })
  })
  return Object.freeze({ ...record, groups: Object.freeze(groups) })
}
