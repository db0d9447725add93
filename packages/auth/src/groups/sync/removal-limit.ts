import { TrilatchError, warn } from '@trilatch/core'

/** How many accounts a pass may take roles from. */
export interface RemovalLimit {
  /** Of the accounts whose groups are known: 0 to 1. */
  readonly share: number
  /** So many may lose roles however few accounts there are. */
  readonly atLeast: number
  /** Said by an operator for this pass: counts in the place of the others. */
  readonly allowed: number | undefined
}

/** The most accounts that may lose roles, of so many. */
export function mostRemovals({ share, atLeast, allowed }: RemovalLimit, known: number): number {
  return allowed ?? Math.max(atLeast, Math.floor(known * share))
}

/**
 * The alarm of a pass that would take too much away: a warning for operators, and the error that stops it.
 *
 * @param written How many accounts have been written already.
 */
export function removalAlarm(
  provider: string,
  { removals, most, known, written }: Readonly<Record<'removals' | 'most' | 'known' | 'written', number>>,
): TrilatchError {
  const done = written === 0 ? 'Nothing was written.' : `${written} accounts were written before.`
  const message = `The pass over ${JSON.stringify(provider)} was stopped: it would take roles from ${removals} of ${known} accounts, and at most ${most} are allowed. ${done} If that is meant, allow ${removals} removals.`
  warn('TRILATCH_SYNC_ALARM', message)
  return new TrilatchError('TRILATCH_SYNC_STOPPED', message, { status: 409 })
}
