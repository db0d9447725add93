import { checkSubjectId, TrilatchError } from '@trilatch/core'
import { refused } from './refused.ts'

/** Whether somebody can have this id. */
export function isSubjectId(id: string): boolean {
  try {
    checkSubjectId(id)
    return true
  } catch {
    return false
  }
}

/** An address takes these for itself and for what is above it, however they are written: none leads to who has one. */
export const isUnsayable = (id: string): boolean => id === '.' || id === '..'

/** An id of a path: what nobody can have names nobody. @throws TrilatchError `TRILATCH_USER_UNKNOWN` (404) */
export function subjectOf(id: string): string {
  if (isSubjectId(id) && !isUnsayable(id)) return id
  throw new TrilatchError('TRILATCH_USER_UNKNOWN', `There is no user ${JSON.stringify(id)}`, { status: 404 })
}

/** Ids of a body. @throws PolicyError `TRILATCH_REQUEST_INVALID` (422) */
export function checkSubjects(ids: readonly string[]): void {
  const found = ids.find((id) => isUnsayable(id) || !isSubjectId(id))
  if (found === undefined) return
  const why = isUnsayable(found) ? ': no address can say it' : ''
  throw refused([{ path: [], message: `nobody can have the id ${JSON.stringify(found)}${why}` }])
}
