import { checkSubjectId } from '../decision/subject.ts'
import { MappingTable } from '../mapping/mapping-table.ts'
import { roleChanges } from '../mapping/role-changes.ts'
import type { RoleChanges } from '../mapping/role-changes.ts'
import { tableOf } from '../mapping/table-of.ts'
import { canonicalMapping } from '../policy/parse-data.ts'
import type { MappingRow } from '../policy/policy.ts'
import { groupsSchema, mappingRowsSchema, providerSchema } from '../policy/schema.ts'
import type { Page } from '../store/store.ts'
import { accept, pageQuery } from './context.ts'
import type { ListOptions, ManageContext } from './context.ts'
import type { GroupsOutcome } from './groups.ts'
import { canonicalGroups } from './plan-groups.ts'
import { planMappings } from './plan-role.ts'
import { newestView } from './sessions.ts'

/** What one subject would gain and lose. */
export interface SubjectChanges extends RoleChanges {
  readonly subject: string
}

/** What somebody would gain and lose by what a provider says. */
export interface GroupChanges extends RoleChanges {
  /** Whether anything that the provider said is recorded, before. */
  readonly recorded: boolean
}

/** What somebody would gain and lose, before anything is written. */
export interface PreviewManager {
  /**
   * Who would gain and lose what by other mapping rows, from the groups that are recorded, whether or not they have
   * lapsed. Users of the store alone, ordered by id. A page holds those for whom something changes: perhaps fewer than
   * `limit`, even none, and still with a `next`; go on while there is one.
   *
   * @throws PolicyError for rows that a write would refuse
   */
  previewMappings(rows: readonly MappingRow[], list?: ListOptions): Promise<Page<SubjectChanges>>
  /**
   * What somebody would gain and lose by recording what a provider says. Roles held by hand stay. `unknown`: nothing.
   *
   * @throws PolicyError `TRILATCH_GROUPS_INVALID`
   */
  previewGroups(subject: string, provider: string, outcome: GroupsOutcome): Promise<GroupChanges>
}

/** The part of a manager that writes nothing. */
export function previewManager(context: ManageContext): PreviewManager {
  const { store } = context
  return {
    previewMappings: async (data, list) => {
      const rows = accept(mappingRowsSchema, data, 'the mappings').map(canonicalMapping)
      const query = pageQuery(list)
      const state = await context.state()
      const { policy, providers } = state
      planMappings(state, rows, policy.mappingsVersion)
      const before = tableOf(policy.mappings, providers)
      const after = new MappingTable(rows, providers)
      const { items, next } = await store.users(query)
      const changed: SubjectChanges[] = []
      for (const { user } of items) {
        const { subject: record } = await store.view(user.id)
        const said = record?.groups ?? []
        const changes = roleChanges(record, { table: before, said }, { table: after, said })
        if (changes.gains.length + changes.loses.length > 0) changed.push({ subject: user.id, ...changes })
      }
      return next === undefined ? { items: changed } : { items: changed, next }
    },
    previewGroups: async (subject, provider, outcome) => {
      checkSubjectId(subject)
      const name = accept(providerSchema, provider, 'the provider', 'TRILATCH_GROUPS_INVALID')
      const { policy, providers } = await context.state()
      const { subject: record } = await newestView(store, subject)
      const said = record?.groups ?? []
      const recorded = said.some((entry) => entry.provider === name)
      if (outcome.status === 'unknown') return { gains: [], loses: [], recorded }
      const table = tableOf(policy.mappings, providers)
      const others = said.filter((entry) => entry.provider !== name)
      const now =
        outcome.status === 'gone'
          ? []
          : [
              {
                provider: name,
                groups: canonicalGroups(
                  accept(groupsSchema, outcome.groups, 'the groups', 'TRILATCH_GROUPS_INVALID'),
                ),
              },
            ]
      const changes = roleChanges(record, { table, said }, { table, said: [...others, ...now] })
      return { ...changes, recorded }
    },
  }
}
