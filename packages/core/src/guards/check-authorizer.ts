import type { Authorizer } from '../authorizer/authorizer.ts'
import { isThenable } from '../maybe-promise.ts'

const has = (value: object, name: string): boolean => name in value

/**
 * Why something is no authorizer, with what to do; `undefined` for one.
 *
 * @param call How the caller hands it over, for the message: `trilatch(authorizer, { subject })`.
 */
export function whyNoAuthorizer(given: unknown, call: string): string | undefined {
  const what = `what createAuthorizer() gives, as in ${call}`
  if (typeof given !== 'object' || given === null) return `expected ${what}.`
  if (typeof (given as Partial<Authorizer>).obtain === 'function') return undefined
  if (isThenable(given)) return `a promise was given in the place of an authorizer: \`await\` it first.`
  if (has(given, 'subject')) return `the authorizer is missing: expected ${what}.`
  return has(given, 'names') && has(given, 'index')
    ? `the permissions were given in the place of an authorizer: expected ${what}.`
    : `expected ${what}.`
}
