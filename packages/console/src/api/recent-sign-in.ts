import { TrilatchError } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import type { Settings } from '../options.ts'

/** How long a sign-in is recent, in milliseconds: ten minutes. */
const recentMs = 600_000

/** Clocks of two machines may differ by as much. */
const skewMs = 60_000

/** Until when the caller's sign-in is recent, in milliseconds since 1970; `undefined`: it is not. */
export function recentUntil(settings: Settings, context: FetchContext): number | undefined {
  const given = settings.reauthenticated?.(context)
  const at = given instanceof Date ? given.getTime() : given
  if (typeof at !== 'number' || !Number.isFinite(at)) return undefined
  const now = Date.now()
  return at <= now + skewMs && now < at + recentMs ? at + recentMs : undefined
}

/** @throws TrilatchError `TRILATCH_REAUTHENTICATION_REQUIRED` (403) */
export function recentSignIn(settings: Settings, context: FetchContext): void {
  if (recentUntil(settings, context) !== undefined) return
  const why =
    settings.reauthenticated === undefined
      ? 'This needs a recent sign-in, and the console is not told when you signed in: its option `reauthenticated` is missing.'
      : 'Sign in again to do this: it needs a sign-in of the last ten minutes.'
  throw new TrilatchError('TRILATCH_REAUTHENTICATION_REQUIRED', why, { status: 403 })
}
