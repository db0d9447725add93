import { refuse } from '../refuse.ts'
import { signedInAt, subjectOf } from './subject-of.ts'

const what = 'tell who is signed in'
const mostMs = 366 * 86_400_000

/**
 * `subjectOf` with a limit that nothing prolongs: whoever proved who they are longer ago than that is nobody, and signs
 * in again. Stores of sessions limit how long one is idle.
 *
 * @param ms 1 minute to 366 days.
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function subjectWithin(ms: number): typeof subjectOf {
  if (typeof ms === 'object')
    refuse('`subjectWithin` was passed and not called: write `subjectWithin(12 * 3_600_000)`.', what)
  if (!Number.isInteger(ms) || ms < 60_000 || ms > mostMs)
    refuse(`subjectWithin() takes a whole number of milliseconds from 60000 to ${mostMs}.`, what)
  return (request) => {
    const age = Date.now() - (signedInAt(request) ?? Number.NaN)
    return age <= ms ? subjectOf(request) : null
  }
}
