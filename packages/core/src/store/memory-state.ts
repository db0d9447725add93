import { scopeOf } from '../policy/parse-data.ts'
import type { Assignment, MappingRow } from '../policy/policy.ts'
import { normalEmail } from './email.ts'
import { withoutProvider, withProvider } from './provider-groups.ts'
import type { Operation, StoredPolicy, StoredRole, StoredUser, SubjectRecord } from './store.ts'

/** What a memory store holds. Maps are changed only by `commit`, with a draft that was checked before. */
export interface MemoryState {
  policy: StoredPolicy
  readonly subjects: Map<string, SubjectRecord>
  readonly users: Map<string, StoredUser>
  readonly emails: Map<string, string>
  /** Subjects with any assignment of a role. */
  readonly holders: Map<string, Set<string>>
  readonly memberVersions: Map<string, string>
}

/** What a change would make of the state, beside it. `null`: gone. */
export interface Draft {
  readonly roles: Map<string, StoredRole>
  mappings: readonly MappingRow[]
  mappingsChanged: boolean
  rolesChanged: boolean
  readonly subjects: Map<string, SubjectRecord | null>
  readonly users: Map<string, StoredUser | null>
  /** Roles whose list of members changes. */
  readonly touchedRoles: Set<string>
}

/** A subject's record as the draft has it. */
export function subjectOf(state: MemoryState, draft: Draft, id: string): SubjectRecord | null {
  const drafted = draft.subjects.get(id)
  return drafted === undefined ? (state.subjects.get(id) ?? null) : drafted
}

/** Everybody who may hold a role once the draft is the state. */
export function possibleHolders(state: MemoryState, draft: Draft, role: string): Set<string> {
  return new Set([...(state.holders.get(role) ?? []), ...draft.subjects.keys()])
}

export const none: SubjectRecord['assignments'] = Object.freeze([])
const noGroups: SubjectRecord['groups'] = Object.freeze([])

/** The roles held as a member: for every resource. */
export function membersOf(assignments: SubjectRecord['assignments']): Set<string> {
  return new Set(assignments.filter((held) => scopeOf(held) === undefined).map(({ role }) => role))
}

const sameAssignment = (a: Omit<Assignment, 'subject'>, b: Omit<Assignment, 'subject'>): boolean =>
  a.role === b.role && scopeOf(a) === scopeOf(b)

/**
 * Applies operations to a draft; the state itself stays as it is.
 *
 * @param now The time at which groups count as verified, as the store keeps it.
 */
export function draftOf(
  state: MemoryState,
  operations: readonly Operation[],
  tag: string,
  now: number,
): Draft {
  const draft: Draft = {
    roles: new Map(state.policy.roles),
    mappings: state.policy.mappings,
    mappingsChanged: false,
    rolesChanged: false,
    subjects: new Map(),
    users: new Map(),
    touchedRoles: new Set(),
  }
  const change = (id: string, fields: Partial<Omit<SubjectRecord, 'id' | 'version'>>): void => {
    const before = subjectOf(state, draft, id)
    const fresh = { id, suspended: false, epoch: tag, assignments: none, groups: noGroups }
    const record = { ...fresh, ...before, ...fields, version: tag }
    const [had, has] = [membersOf(before?.assignments ?? none), membersOf(record.assignments)]
    for (const role of new Set([...had, ...has]))
      if (had.has(role) !== has.has(role)) draft.touchedRoles.add(role)
    draft.subjects.set(id, Object.freeze(record))
  }
  const assignmentsOf = (id: string): SubjectRecord['assignments'] =>
    subjectOf(state, draft, id)?.assignments ?? none
  const groupsOf = (id: string): SubjectRecord['groups'] => subjectOf(state, draft, id)?.groups ?? noGroups
  /** Whoever is suspended has no session any more, nor when the suspension ends. */
  const suspension = (id: string, suspended: boolean): Partial<SubjectRecord> =>
    suspended && subjectOf(state, draft, id)?.suspended !== true ? { suspended, epoch: tag } : { suspended }
  for (const operation of operations) {
    switch (operation.kind) {
      case 'put-role':
        draft.roles.set(operation.role.id, Object.freeze({ role: operation.role, version: tag }))
        draft.rolesChanged = true
        break
      case 'remove-role': {
        draft.roles.delete(operation.id)
        draft.rolesChanged = true
        for (const id of possibleHolders(state, draft, operation.id)) {
          const left = assignmentsOf(id).filter(({ role }) => role !== operation.id)
          if (left.length < assignmentsOf(id).length) change(id, { assignments: Object.freeze(left) })
        }
        break
      }
      case 'put-mappings':
        draft.mappings = operation.rows
        draft.mappingsChanged = true
        break
      case 'assign': {
        const { subject, ...assignment } = operation.assignment
        const others = assignmentsOf(subject).filter((held) => !sameAssignment(held, assignment))
        change(subject, { assignments: Object.freeze([...others, Object.freeze(assignment)]) })
        break
      }
      case 'unassign': {
        const { subject, ...assignment } = operation.assignment
        const left = assignmentsOf(subject).filter((held) => !sameAssignment(held, assignment))
        change(subject, { assignments: Object.freeze(left) })
        break
      }
      case 'put-user':
        draft.users.set(operation.user.id, Object.freeze({ user: operation.user, version: tag }))
        change(operation.user.id, suspension(operation.user.id, operation.user.suspended))
        break
      case 'new-epoch':
        change(operation.subject, { epoch: tag })
        break
      case 'put-groups': {
        const { subject, provider, groups } = operation
        change(subject, { groups: withProvider(groupsOf(subject), { provider, groups, verifiedAt: now }) })
        break
      }
      case 'remove-groups': {
        const { subject, provider } = operation
        const left = withoutProvider(groupsOf(subject), provider)
        if (left.length < groupsOf(subject).length) change(subject, { groups: left })
        break
      }
      case 'remove-user':
        change(operation.id, { assignments: none })
        draft.users.set(operation.id, null)
        draft.subjects.set(operation.id, null)
        break
      case 'put-entry':
      case 'remove-entry':
        // No decision depends on them: whoever commits the draft writes them beside it.
        break
    }
  }
  return draft
}

/** Makes the draft the state. */
export function commit(state: MemoryState, draft: Draft, tag: string): void {
  if (draft.rolesChanged || draft.mappingsChanged) {
    state.policy = Object.freeze({
      version: tag,
      roles: draft.roles,
      mappings: draft.mappings,
      mappingsVersion: draft.mappingsChanged ? tag : state.policy.mappingsVersion,
    })
  }
  for (const [id, record] of draft.subjects) {
    for (const { role } of state.subjects.get(id)?.assignments ?? none)
      (state.holders.get(role) as Set<string>).delete(id)
    for (const { role } of record?.assignments ?? none) {
      const holders = state.holders.get(role)
      if (holders === undefined) state.holders.set(role, new Set([id]))
      else holders.add(id)
    }
    if (record === null) state.subjects.delete(id)
    else state.subjects.set(id, record)
  }
  for (const [id, stored] of draft.users) {
    const before = state.users.get(id)?.user.email
    if (before !== undefined) state.emails.delete(normalEmail(before))
    if (stored === null) state.users.delete(id)
    else state.users.set(id, stored)
  }
  for (const [id, stored] of draft.users) {
    if (stored?.user.email !== undefined) state.emails.set(normalEmail(stored.user.email), id)
  }
  for (const role of draft.touchedRoles) state.memberVersions.set(role, tag)
}
