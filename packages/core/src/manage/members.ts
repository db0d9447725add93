import type { MappedFrom } from '../decision/holdings.ts'
import { checkSubjectId } from '../decision/subject.ts'
import { isAdministrator } from '../giving/judged-write.ts'
import { canonicalAssignment } from '../policy/parse-data.ts'
import type { Assignment } from '../policy/policy.ts'
import { assignmentSchema } from '../policy/schema.ts'
import type { Page, SubjectRecord } from '../store/store.ts'
import { own, unknownKey } from '../own.ts'
import { accept, pageQuery, perform, seenVersion } from './context.ts'
import type { ListOptions, ManageContext } from './context.ts'
import { memberRoles, planAssignment, planMembers, planSubjectRoles } from './plan-members.ts'
import { checkIds, planMemberChange, readMemberChange } from './member-change.ts'
import type { MemberChange } from './member-change.ts'
import { roleUnknown } from './plan.ts'
import { newestRecords } from './newest-records.ts'
import type { Written } from './writer.ts'

/** The roles of one subject, as the store has them. */
export interface SubjectRoles {
  /** Held by hand and for every resource: what the Membership dialog shows as checked. */
  readonly roles: readonly string[]
  /** All assignments, the scoped ones too. */
  readonly assignments: readonly Omit<Assignment, 'subject'>[]
  /** `null`: the store knows nothing of this subject yet. Pass it on as it is. */
  readonly version: string | null
}

/** A role that the store gives somebody, and why; the same role may be there more than once. */
export interface HeldRole {
  readonly role: string
  readonly scope?: string
  readonly source: 'assigned' | 'mapped'
  /** For `mapped`: the row, and the subject's own group where that is not `everyone`. */
  readonly mapped?: Omit<MappedFrom, 'wide'>
}

/** Reads and writes of who has which role. */
export interface MemberManager {
  /** Subjects that hold the role by hand and for every resource, ordered by id. @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` */
  members(role: string, list?: ListOptions): Promise<Page<string> & { readonly version: string }>
  /** Replaces the members of a role in one write of at most 1,000 changes; scoped assignments stay. */
  replaceMembers(
    role: string,
    subjects: readonly string[],
    seen: { readonly version: string },
  ): Promise<Written>
  /**
   * Adds and removes members of a role in one write of at most 1,000 changes, however many members there are; the trail
   * says who came and went. Scoped assignments stay. Who is both added and removed is removed.
   *
   * @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` (404), `TRILATCH_CONFLICT` (409) where the list is not what was seen,
   * `TRILATCH_OPTION_INVALID` (422) for more than 1,000 ids
   */
  changeMembers(role: string, change: MemberChange, seen: { readonly version: string }): Promise<Written>
  rolesOf(subject: string): Promise<SubjectRoles>
  /**
   * All roles that the store gives a subject now, by assignments and by groups, before inheritance.
   *
   * @param options.lapsed Whether also those of groups that nobody has confirmed for too long. Default false.
   */
  heldRolesOf(subject: string, options?: { readonly lapsed?: boolean }): Promise<readonly HeldRole[]>
  /** Replaces the roles of a subject in one write; scoped assignments stay. */
  replaceRolesOf(
    subject: string,
    roles: readonly string[],
    seen: { readonly version: string | null },
  ): Promise<Written>
  /** Gives a role; nothing happens when it is held so already. */
  assign(assignment: Assignment): Promise<Written>
  /** Takes a role; nothing happens when it is not held so. */
  unassign(assignment: Assignment): Promise<Written>
}

/** The part of a manager that is about who has which role. */
export function memberManager(context: ManageContext): MemberManager {
  const { store } = context
  const recordOf = async (subject: string): Promise<SubjectRecord | null> =>
    (await store.view(subject)).subject
  const allMembers = async (role: string): Promise<{ subjects: readonly string[]; version: string }> => {
    const subjects: string[] = []
    let page = await store.members(role, { limit: 200 })
    const { version } = page
    subjects.push(...page.items)
    while (page.next !== undefined) {
      page = await store.members(role, { limit: 200, after: page.next })
      subjects.push(...page.items)
    }
    // Read over several pages: when it changed meanwhile, the write's own precondition refuses.
    return { subjects, version }
  }
  const assignment = async (kind: 'assign' | 'unassign', data: Assignment): Promise<Written> => {
    const wanted = canonicalAssignment(accept(assignmentSchema, data, 'the assignment'))
    checkSubjectId(wanted.subject)
    return perform(context, async (state) =>
      planAssignment(state, kind, wanted, await recordOf(wanted.subject)),
    )
  }
  return {
    members: async (role, list) => {
      const query = pageQuery(list)
      if (!(await context.state()).policy.roles.has(role)) throw roleUnknown(role)
      return store.members(role, query)
    },
    replaceMembers: async (role, subjects, seen) => {
      const version = seenVersion(seen)
      checkIds('The members', subjects)
      for (const subject of subjects) checkSubjectId(subject)
      const wanted = [...subjects]
      return perform(context, async (state) =>
        planMembers(state, role, wanted, await allMembers(role), version),
      )
    },
    changeMembers: async (role, change, seen) => {
      const version = seenVersion(seen)
      const wanted = readMemberChange(change)
      return perform(context, async (state) => {
        const current = await store.members(role, { limit: 1 })
        const records = await newestRecords(store, [...wanted.keys()])
        return planMemberChange(state, role, wanted, records, current.version, version)
      })
    },
    rolesOf: async (subject) => {
      checkSubjectId(subject)
      const record = await recordOf(subject)
      return {
        roles: memberRoles(record),
        assignments: record?.assignments ?? [],
        version: record?.version ?? null,
      }
    },
    heldRolesOf: async (subject, options = {}) => {
      checkSubjectId(subject)
      const unknown = unknownKey(options, ['lapsed'])
      if (unknown !== undefined)
        throw new TypeError(`Unknown option ${JSON.stringify(unknown)} of heldRolesOf()`)
      const view = await store.view(subject)
      return context
        .givenIn(view, subject, own(options, 'lapsed') === true)
        .flatMap(({ mapped, ...given }): HeldRole[] => {
          // A store gives no other roles than these two kinds.
          if (mapped === undefined) return [{ ...given, source: 'assigned' }]
          const { wide, ...from } = mapped
          // A row that names more than one group makes no administrators.
          const counts = !wide || !isAdministrator(view.policy.roles.get(given.role)?.role)
          return counts ? [{ ...given, source: 'mapped', mapped: from }] : []
        })
    },
    replaceRolesOf: async (subject, roles, seen) => {
      const version =
        typeof seen === 'object' && seen !== null && own(seen, 'version') === null
          ? null
          : seenVersion(seen as { readonly version: string })
      checkSubjectId(subject)
      checkIds('The roles', roles)
      const wanted = [...roles]
      return perform(context, async (state) =>
        planSubjectRoles(state, subject, wanted, await recordOf(subject), version),
      )
    },
    assign: (data) => assignment('assign', data),
    unassign: (data) => assignment('unassign', data),
  }
}
