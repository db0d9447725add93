import { own } from '../own.ts'
import { mixedIn } from '../mapping/mixed-groups.ts'
import type { MixedGroup } from '../mapping/mixed-groups.ts'
import { canonicalMapping } from '../policy/parse-data.ts'
import type { MappingRow } from '../policy/policy.ts'
import { mappingRowSchema, mappingRowsSchema, plainObjectSchema } from '../policy/schema.ts'
import { accept, perform, seenVersion } from './context.ts'
import type { ManageContext } from './context.ts'
import { planAddGroup, planRemoveGroup } from './plan-role-groups.ts'
import { planMappings } from './plan-role.ts'
import { roleUnknown } from './plan.ts'
import type { Plan, PlanState } from './plan.ts'
import type { Written } from './writer.ts'

/** What a write of mapping rows gives back. */
export interface WrittenMappings extends Written {
  /** Groups that now lead both to an administrator role and to an ordinary one. */
  readonly warnings: readonly MixedGroup[]
}

/** A group that leads to a role, as it is picked there. */
export type RoleGroup = Omit<MappingRow, 'roles'>

/** The groups that lead to one role. */
export interface RoleGroups {
  readonly groups: readonly RoleGroup[]
  /** Of all mapping rows. */
  readonly version: string
  /** The role makes administrators: its groups take no wildcard, no scope and not `additive`. */
  readonly administrator: boolean
  /** Of these, what leads to an administrator role and to an ordinary one. */
  readonly warnings: readonly MixedGroup[]
  /** Providers that groups can be picked of; none: there is nothing to pick, and adding is refused. */
  readonly providers: readonly string[]
}

/** Mapping rows: all of them, and from the side of a role. */
export interface MappingManager {
  /** All rows, with what to be warned of in them, and the providers of which groups can lead to roles. */
  mappings(): Promise<
    Pick<RoleGroups, 'version' | 'warnings' | 'providers'> & { readonly rows: readonly MappingRow[] }
  >
  /** Replaces all mapping rows. */
  replaceMappings(rows: readonly MappingRow[], seen: { readonly version: string }): Promise<WrittenMappings>
  /** The groups that lead to a role. @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` */
  groupsOf(role: string): Promise<RoleGroups>
  /**
   * Has a group lead to a role; nothing happens when it does already.
   *
   * @throws TrilatchError `TRILATCH_PROVIDER_UNKNOWN` (422) where the option `providers` does not name its provider,
   * `TRILATCH_CONFLICT` (409), `TRILATCH_MAPPING_INVALID` (422)
   */
  addGroup(role: string, group: RoleGroup, seen: { readonly version: string }): Promise<WrittenMappings>
  /** Has a group lead to a role no more. Its other roles stay. */
  removeGroup(role: string, group: RoleGroup, seen: { readonly version: string }): Promise<WrittenMappings>
}

const mixedNow = ({ policy, providers }: PlanState, rows: readonly MappingRow[]): readonly MixedGroup[] =>
  mixedIn(policy.roles, rows, providers)

function asRoleGroup(row: MappingRow): RoleGroup {
  const { roles: _, ...group } = row
  return Object.freeze(group)
}

/** The part of a manager that is about mapping rows. */
export function mappingManager(context: ManageContext): MappingManager {
  const write = async (plan: (state: PlanState) => Plan): Promise<WrittenMappings> => {
    let warnings: readonly MixedGroup[] = []
    const written = await perform(context, (state) => {
      const planned = plan(state)
      const [put] = planned.operations
      warnings = mixedNow(state, put?.kind === 'put-mappings' ? put.rows : state.policy.mappings)
      return planned
    })
    return { ...written, warnings }
  }
  const readGroup = (role: string, group: unknown): MappingRow => {
    const fields = accept(plainObjectSchema, group, 'the group')
    // Of one role: a list of them that came along is refused, as any other stray field is.
    const roles = Object.hasOwn(fields, 'roles') ? null : [role]
    return canonicalMapping(accept(mappingRowSchema, { ...fields, roles }, 'the group'))
  }
  return {
    mappings: async () => {
      const state = await context.state()
      const { mappings: rows, mappingsVersion: version } = state.policy
      return { rows, version, warnings: mixedNow(state, rows), providers: [...state.providers.keys()] }
    },
    replaceMappings: async (data, seen) => {
      const version = seenVersion(seen)
      const rows = accept(mappingRowsSchema, data, 'the mappings').map(canonicalMapping)
      return write((state) => planMappings(state, rows, version))
    },
    groupsOf: async (role) => {
      const state = await context.state()
      const stored = state.policy.roles.get(role)?.role
      if (stored === undefined) throw roleUnknown(role)
      const { mappings, mappingsVersion: version } = state.policy
      const rows = mappings.filter(({ roles }) => roles.includes(role))
      const isOne = ({ provider, group }: MixedGroup): boolean =>
        rows.some((row) => row.provider === provider && row.group === group)
      return {
        groups: rows.map(asRoleGroup),
        version,
        administrator: own(stored, 'administrator') === true,
        warnings: mixedNow(state, mappings).filter(isOne),
        providers: [...state.providers.keys()],
      }
    },
    addGroup: async (role, group, seen) => {
      const version = seenVersion(seen)
      const row = readGroup(role, group)
      return write((state) => planAddGroup(state, role, row, version))
    },
    removeGroup: async (role, group, seen) => {
      const version = seenVersion(seen)
      const row = readGroup(role, group)
      return write((state) => planRemoveGroup(state, role, row, version))
    },
  }
}
