/** What has happened since this process began, for operators; each only grows. */
export interface Counters {
  /** Reads that were sent to prove the position. */
  reads: number
  /** Accesses that found their lease expired and had to wait for a read. */
  expired: number
  /** Accesses that could not be obtained. */
  unavailable: number
  /** Replies that came while a write of this process ended, and gave no lease. */
  discarded: number
  /** Times the position was not in the log any more. */
  rewinds: number
  /** Times the whole policy was read. */
  loads: number
  /** Values that this package did not write so. */
  garbled: number
  /** Renewals that too few replicas confirmed. */
  unconfirmed: number
  /** Commands that Redis did not answer in time. */
  late: number
  /** Commands that were not sent, because 16 waited for their replies already. */
  shed: number
  /** Entries of the audit trail that were made anew, because another came first. */
  moved: number
  /** Writes that ended without an answer, so that they may be there. */
  unknown: number
}

export function newCounters(): Counters {
  return {
    reads: 0,
    expired: 0,
    unavailable: 0,
    discarded: 0,
    rewinds: 0,
    loads: 0,
    garbled: 0,
    unconfirmed: 0,
    late: 0,
    shed: 0,
    moved: 0,
    unknown: 0,
  }
}
