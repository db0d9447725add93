import type { Role, Rule } from '@trilatch/core'

/** Whether a permission is one of the console's. */
export const isOfConsole = (permission: string): boolean =>
  permission === 'trilatch' || permission.startsWith('trilatch.')

const opens = ({ permission, state }: Rule): boolean => state === 'granted' && isOfConsole(permission)

/**
 * The ids of all roles that open anything of the console: they make administrators, or have a Granted rule for
 * `trilatch` or below it, in whatever context, of their own or of a role that they inherit.
 */
export function rolesThatRunConsole(all: readonly Role[]): ReadonlySet<string> {
  const heirs = new Map<string, string[]>()
  for (const { id, inherits = [] } of all)
    for (const inherited of inherits) heirs.set(inherited, [...(heirs.get(inherited) ?? []), id])
  const found = new Set(
    all.filter(({ administrator, rules }) => administrator === true || rules.some(opens)).map(({ id }) => id),
  )
  // Heirs that are found on the way come to their turn too.
  for (const id of found) for (const heir of heirs.get(id) ?? []) found.add(heir)
  return found
}

const textOf = ({ permission, state, context }: Rule): string =>
  JSON.stringify([permission, state, context ?? null])

/** Rules of one role that are not of another. */
function missing(of: readonly Rule[], from: readonly Rule[]): readonly Rule[] {
  const had = new Set(from.map(textOf))
  return of.filter((rule) => !had.has(textOf(rule)))
}

/**
 * Whether a role as it shall be may open more of the console than before: it makes administrators, inherits a role that
 * opens something, grants more there, or forbids less beside what it grants. In doubt it does.
 *
 * @param running What `rolesThatRunConsole` tells
 */
export function runsMoreOfConsole(
  after: Role,
  before: Role | undefined,
  running: ReadonlySet<string>,
): boolean {
  const { administrator, inherits = [], rules = [] } = before ?? {}
  if (after.administrator === true && administrator !== true) return true
  if (after.inherits?.some((id) => running.has(id) && !inherits.includes(id)) === true) return true
  if (missing(after.rules, rules).some(opens)) return true
  // Without a rule that grants there is nothing that a Forbidden has held back.
  return (
    after.rules.some(opens) &&
    missing(rules, after.rules).some(
      ({ permission, state }) => state === 'forbidden' && isOfConsole(permission),
    )
  )
}
