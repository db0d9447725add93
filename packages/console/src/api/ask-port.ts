import { TrilatchError, unavailable, warn } from '@trilatch/core'

/** What an application plugs in, and what is said where it fails. */
const refusals = {
  users: 'The users of the application cannot be read at the moment.',
  groupPicker: 'Groups cannot be looked for at the moment.',
} as const

/** How often operators are told of one that fails, in milliseconds. */
const tellMs = 60_000

const lastTold = new WeakMap<object, number>()

function tell(port: object, option: string, error: unknown): void {
  const now = performance.now()
  if (now - (lastTold.get(port) ?? -Infinity) < tellMs) return
  lastTold.set(port, now)
  const why = error instanceof Error ? error.message : String(error)
  warn('TRILATCH_CONSOLE_PORT_FAILED', `The option \`${option}\` of the console failed: ${why}`)
}

/**
 * Asks what the application has plugged in. What it throws is for operators alone, who are told once a minute.
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` (503), or an answer to the request that it threw itself
 */
export async function askPort<T>(
  option: keyof typeof refusals,
  port: object,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof TrilatchError && error.expose) throw error
    tell(port, option, error)
    throw unavailable(refusals[option], error)
  }
}
