import { isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'

/**
 * What was thrown, as an error. Frameworks read a falsy value, or words like "route", as "go on": whatever a
 * resolver rejects with must reach them as what it is.
 */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  let shown: string
  try {
    shown = String(thrown)
  } catch {
    shown = typeof thrown
  }
  return new Error(
    `Something that is no Error was thrown while the caller was checked: ${shown.slice(0, 200)}`,
    { cause: thrown },
  )
}

/** Runs something, so that whatever it throws or rejects with is an Error. */
export function loudly<T>(run: () => MaybePromise<T>): MaybePromise<T> {
  const fail = (thrown: unknown): never => {
    throw asError(thrown)
  }
  try {
    const value = run()
    return isThenable(value) ? Promise.resolve(value).catch(fail) : value
  } catch (error) {
    return fail(error)
  }
}

/** Runs something; what it throws at once becomes a rejection, which may be waited for beside others. */
export function quietly(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return Promise.reject(error)
  }
}
