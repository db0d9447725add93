import type { GroupMembership } from '../store/provider-groups.ts'
import type { SubjectRecord } from '../store/subject-record.ts'
import type { MappingTable } from './mapping-table.ts'

/** A role, and where it counts. */
export interface ScopedRole {
  readonly role: string
  readonly scope?: string
}

/** What somebody would gain and lose. */
export interface RoleChanges {
  readonly gains: readonly ScopedRole[]
  readonly loses: readonly ScopedRole[]
}

/** What a provider says about somebody, without when. */
export interface SaidGroups {
  readonly provider: string
  readonly groups: readonly GroupMembership[]
}

const keyOf = ({ role, scope }: ScopedRole): string => JSON.stringify([role, scope])
const pick = ({ role, scope }: ScopedRole): ScopedRole =>
  Object.freeze(scope === undefined ? { role } : { role, scope })

/** Roles by what tells them apart. */
class Roles {
  readonly #all = new Map<string, ScopedRole>()
  constructor(roles: Iterable<ScopedRole>) {
    for (const role of roles) this.#all.set(keyOf(role), role)
  }
  /** Those that the others do not have just so, nor for every resource. */
  without(others: Roles): readonly ScopedRole[] {
    return [...this.#all.values()].filter((role) => !others.#covers(role)).map(pick)
  }
  #covers(role: ScopedRole): boolean {
    return this.#all.has(keyOf(role)) || this.#all.has(keyOf({ role: role.role }))
  }
}

function mapped(table: MappingTable, said: readonly SaidGroups[], additive: boolean): ScopedRole[] {
  return said.flatMap(({ provider, groups }) => [
    ...table.rolesOf(provider, groups),
    ...(additive ? table.rolesOf(provider, groups, 'additive') : []),
  ])
}

/**
 * What somebody would gain and lose by other rows, other groups, or both; beside what they hold by hand, which stays.
 * Additive rows give and never take. How long groups count is not looked at. Pure.
 *
 * @param record Whom it is about; `null` for somebody without roles.
 */
export function roleChanges(
  record: Pick<SubjectRecord, 'assignments'> | null,
  before: { readonly table: MappingTable; readonly said: readonly SaidGroups[] },
  after: { readonly table: MappingTable; readonly said: readonly SaidGroups[] },
): RoleChanges {
  const held = record?.assignments ?? []
  const now = new Roles([...held, ...mapped(before.table, before.said, false)])
  const then = new Roles([...held, ...mapped(after.table, after.said, true)])
  return { gains: then.without(now), loses: now.without(then) }
}
