import { own } from '../own.ts'
import type { MappingRow } from '../policy/policy.ts'
import type { StoredPolicy } from '../store/store.ts'
import type { GroupSyntax } from './group-pattern.ts'
import { normalGroup } from './group-pattern.ts'
import { MappingTable } from './mapping-table.ts'

/** A group that leads to an administrator role and to an ordinary one: those who fill it for the one give the other. */
export interface MixedGroup {
  readonly provider: string
  readonly group: string
  readonly administrator: string
  readonly ordinary: string
  readonly message: string
}

/** The most that are told at once. */
const maxTold = 1_000

function message({ provider, group, administrator, ordinary }: Omit<MixedGroup, 'message'>): string {
  return `Group ${JSON.stringify(group)} of ${JSON.stringify(provider)} leads to the administrator role ${JSON.stringify(administrator)} and to ${JSON.stringify(ordinary)}: use different groups for the two.`
}

/**
 * Groups that lead both to an administrator role and to an ordinary one, by rows of their own or by a wildcard.
 * `everyone` is no group.
 *
 * @param administers Whether a role is an administrator role.
 */
export function mixedGroups(
  rows: readonly MappingRow[],
  administers: (role: string) => boolean,
  providers: ReadonlyMap<string, GroupSyntax> = new Map(),
): readonly MixedGroup[] {
  const leading = rows.flatMap((row) => {
    const administrator = row.roles.find(administers)
    return administrator === undefined ? [] : [{ row, administrator }]
  })
  if (leading.length === 0) return []
  const named = rows.filter(({ group }) => group !== 'everyone')
  const table = new MappingTable(named, providers)
  const found = new Map<string, MixedGroup>()
  for (const { row, administrator } of leading) {
    const { provider, group } = row
    const key = JSON.stringify([provider, normalGroup(group, providers.get(provider))])
    if (found.has(key)) continue
    const whole = [{ name: group, access: 'owner' }] as const
    const given = (['sync', 'additive'] as const).flatMap((mode) => table.rolesOf(provider, whole, mode))
    const ordinary = given.find(({ role }) => !administers(role))?.role
    if (ordinary === undefined) continue
    const mixed = { provider, group, administrator, ordinary }
    found.set(key, Object.freeze({ ...mixed, message: message(mixed) }))
    if (found.size === maxTold) break
  }
  return [...found.values()]
}

/** The same of rows among the roles that a store keeps. */
export function mixedIn(
  roles: StoredPolicy['roles'],
  rows: readonly MappingRow[],
  providers: ReadonlyMap<string, GroupSyntax>,
): readonly MixedGroup[] {
  const administers = (id: string): boolean => {
    const role = roles.get(id)?.role
    return role !== undefined && own(role, 'administrator') === true
  }
  return mixedGroups(rows, administers, providers)
}
