import type { Permissions } from '../catalogue/permissions.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { TrilatchError } from '../errors.ts'

/**
 * What a guard asks for, readable by coverage reports and tests.
 *
 * - `all`: every permission. `any`: one of them. `some`: the permission for some resource (lists and menus).
 * - `signed-in`: only that somebody is. `public`: nothing, said out loud.
 */
export interface Requirement {
  readonly kind: 'all' | 'any' | 'some' | 'signed-in' | 'public'
  /** In the order declared. */
  readonly permissions: readonly string[]
}

/** Where every guard carries its requirement: `guard[requirementKey]`. */
export const requirementKey: unique symbol = Symbol.for('trilatch.requirement') as never

/**
 * A requirement checked against the catalogue: a guard that names nothing, or nothing known, must fail when it
 * is built and not when somebody calls.
 *
 * @param open What the adapter calls the verb that opens a route, for messages.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID` without a permission, `TRILATCH_PERMISSION_UNKNOWN` with "did you mean".
 */
export function requirement(
  permissions: Permissions,
  kind: Requirement['kind'],
  names: readonly unknown[] = [],
  open = 'publicRoute',
): Requirement {
  const needsNames = kind === 'all' || kind === 'any' || kind === 'some'
  if (needsNames && names.length === 0) {
    throw new TrilatchError(
      'TRILATCH_GUARD_INVALID',
      `Cannot build a guard that requires no permission; use ${open}() to open a route`,
    )
  }
  for (const name of names) {
    if (Array.isArray(name)) throw new TypeError('A guard takes permissions as arguments, not as an array')
    if (typeof name !== 'string')
      throw new TypeError(`A guard takes names of permissions, not ${typeof name}`)
    if (permissions.has(name)) continue
    const hint = didYouMean(name, permissions.names)
    throw new TrilatchError(
      'TRILATCH_PERMISSION_UNKNOWN',
      `Cannot build a guard for unknown permission ${JSON.stringify(name)}.${hint}`,
    )
  }
  return Object.freeze({ kind, permissions: Object.freeze([...new Set(names as readonly string[])]) })
}

/** Makes a framework's middleware or decorator a guard: it carries what it asks for, shows it in its name, and stays as it is. */
export function asGuard<Middleware extends object>(
  middleware: Middleware,
  asked: Requirement,
): Middleware & { readonly [requirementKey]: Requirement } {
  const value = `trilatch(${asked.permissions.join(', ') || asked.kind})`
  Object.defineProperty(middleware, 'name', { value })
  return Object.freeze(Object.assign(middleware, { [requirementKey]: asked }))
}

/** The requirement that a handler carries, or `undefined` when it is no guard. */
export function requirementOf(handler: unknown): Requirement | undefined {
  if (typeof handler !== 'function') return undefined
  return (handler as { readonly [requirementKey]?: Requirement })[requirementKey]
}
