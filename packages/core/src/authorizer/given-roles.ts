import type { GivenRole } from '../decision/holdings.ts'
import type { ReadSubject } from '../decision/subject.ts'
import { mappedRoles } from '../mapping/lapse.ts'
import type { MappedRoles } from '../mapping/lapse.ts'
import type { MappingTable } from '../mapping/mapping-table.ts'
import { tableOf } from '../mapping/table-of.ts'
import type { LeanPolicy, LeanView } from '../store/on-demand.ts'
import type { ReadGroupOptions } from './group-options.ts'

/** The roles that a subject is given by the application and by the store, before inheritance. */
export class GivenRoles {
  readonly #anonymousRoles: readonly string[]
  readonly #groups: ReadGroupOptions
  #mapping: { readonly rows: LeanPolicy['mappings']; readonly table: MappingTable } | undefined

  constructor(anonymousRoles: readonly string[], groups: ReadGroupOptions) {
    this.#anonymousRoles = anonymousRoles
    this.#groups = groups
  }

  /** The mapping rows ready to be asked; made once for each version of them. */
  mapping({ mappings: rows }: Pick<LeanPolicy, 'mappings'>): MappingTable {
    if (this.#mapping?.rows !== rows) this.#mapping = { rows, table: tableOf(rows, this.#groups.providers) }
    return this.#mapping.table
  }

  /**
   * All roles at a moment of the monotonic clock; those that have lapsed beside them.
   *
   * @param administers Whether a role is an administrator role.
   */
  of(
    view: Pick<LeanView, 'subject'> & { readonly policy: Pick<LeanPolicy, 'mappings'> },
    subject: ReadSubject,
    administers: (role: string) => boolean,
    now: number,
  ): MappedRoles {
    const given: GivenRole[] = subject.roles.map((role) => ({ ...role, source: 'handed-in' }))
    for (const assignment of view.subject?.assignments ?? [])
      given.push({ ...assignment, source: 'assigned' })
    if (subject.id === null)
      for (const role of this.#anonymousRoles) given.push({ role, source: 'anonymous' })
    const groups = view.subject?.groups ?? []
    const mapped = mappedRoles(this.mapping(view.policy), groups, this.#groups, administers, now)
    return { ...mapped, roles: [...given, ...mapped.roles] }
  }
}
