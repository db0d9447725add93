import { setTimeout as sleep } from 'node:timers/promises'

export interface UntilOptions {
  /** How long to wait at most. Default 30,000: a busy machine is slow, not broken. */
  readonly withinMs?: number
  /** The pause between two looks. Default 20. */
  readonly everyMs?: number
  /** What else the error should tell, such as the end of a server's log. */
  readonly detail?: () => string
}

/**
 * Looks again and again until there is something to see, and returns it.
 * What `look` throws means "not yet"; `false`, `null` and `undefined` do too.
 *
 * @param what completes "waited 30 s for …".
 * @throws Error when the time is over, with what was last thrown as its cause.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  { withinMs = 30_000, everyMs = 20, detail = () => '' }: UntilOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + withinMs
  let cause: unknown
  for (;;) {
    try {
      const seen = await look()
      if (seen !== undefined && seen !== null && seen !== false) {
        return seen as NonNullable<Exclude<T, false>>
      }
      cause = undefined
    } catch (error) {
      cause = error
    }
    if (performance.now() > end) break
    await sleep(everyMs)
  }
  const last = cause instanceof Error ? `; the last look failed: ${cause.message}` : ''
  throw new Error(`waited ${withinMs / 1000} s for ${what}${last}${detail()}`, { cause })
}
