import { TrilatchError } from '@trilatch/core'

/** The error for a session that sign-in cannot be kept in: the application's to mend. */
export function sessionUnsuitable(why: string): TrilatchError {
  return new TrilatchError('TRILATCH_SESSION_UNSUITABLE', `Cannot sign anybody in: ${why}`, { status: 500 })
}
