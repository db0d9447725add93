import { TrilatchError } from '../errors.ts'
import { scopeOf } from '../policy/parse-data.ts'
import type { Assignment } from '../policy/policy.ts'
import type { Operation, Precondition, SubjectRecord } from '../store/store.ts'
import { parseContext } from '../context/context.ts'
import { checkVersion, expectPolicy, roleUnknown } from './plan.ts'
import type { Plan, PlanState } from './plan.ts'

/** The most changes of members that one write makes; more is a job for a program, in steps. */
export const maxMemberChanges = 1_000

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` (422) */
export function checkMemberCount(changes: number): void {
  if (changes <= maxMemberChanges) return
  const message = `Cannot change ${changes} memberships in one write: at most ${maxMemberChanges}; do it in steps, as \`trilatch-store replace-members\` does in Redis`
  throw new TrilatchError('TRILATCH_OPTION_INVALID', message, { status: 422 })
}

/** One membership more or less. */
export const memberOperation = (kind: 'assign' | 'unassign', subject: string, role: string): Operation => ({
  kind,
  assignment: Object.freeze({ subject, role }),
})

/** The roles of a record that are held as a member: by hand and for every resource. */
export function memberRoles(record: SubjectRecord | null): readonly string[] {
  return (record?.assignments ?? [])
    .filter((held) => scopeOf(held) === undefined)
    .map(({ role }) => role)
    .toSorted()
}

/** Plans the members of a role, all at once; scoped assignments stay as they are. */
export function planMembers(
  state: PlanState,
  role: string,
  wanted: readonly string[],
  current: { readonly subjects: readonly string[]; readonly version: string },
  version: string,
): Plan {
  if (!state.policy.roles.has(role)) throw roleUnknown(role)
  checkVersion(`the members of ${JSON.stringify(role)}`, version, current.version)
  const [before, after] = [new Set(current.subjects), new Set(wanted)]
  const added = [...after].filter((subject) => !before.has(subject))
  const removed = [...before].filter((subject) => !after.has(subject))
  const operations = [
    ...added.map((subject) => memberOperation('assign', subject, role)),
    ...removed.map((subject) => memberOperation('unassign', subject, role)),
  ]
  checkMemberCount(operations.length)
  return {
    expect: [expectPolicy(state), { kind: 'members', id: role, version }],
    operations,
    action: 'members.replace',
    target: role,
    // Who comes and goes: however many stay, the trail does not grow by them.
    before: { members: before.size, removed: removed.toSorted() },
    after: { members: after.size, added: added.toSorted() },
  }
}

/** Plans the roles a subject holds as a member, all at once; scoped assignments stay as they are. */
export function planSubjectRoles(
  state: PlanState,
  subject: string,
  wanted: readonly string[],
  record: SubjectRecord | null,
  version: string | null,
): Plan {
  checkVersion(`the roles of ${JSON.stringify(subject)}`, version, record?.version ?? null)
  const unknown = wanted.find((role) => !state.policy.roles.has(role))
  if (unknown !== undefined) throw roleUnknown(unknown)
  const [before, after] = [new Set(memberRoles(record)), new Set(wanted)]
  const operations = [
    ...[...after].filter((role) => !before.has(role)).map((role) => memberOperation('assign', subject, role)),
    ...[...before]
      .filter((role) => !after.has(role))
      .map((role) => memberOperation('unassign', subject, role)),
  ]
  checkMemberCount(operations.length)
  const expect: Precondition[] = [
    expectPolicy(state),
    { kind: 'subject', id: subject, version: record?.version ?? null },
  ]
  return {
    expect,
    operations,
    action: 'subject.roles',
    target: subject,
    before: [...before],
    after: [...after].toSorted(),
  }
}

/** Refuses a scope that is not accepted, as an answer to whoever sent it. */
function checkScope(scope: string | undefined): void {
  try {
    parseContext(scope)
  } catch (error) {
    if (!(error instanceof TrilatchError)) throw error
    throw new TrilatchError(error.code, error.message, { status: 422 })
  }
}

/** Plans one assignment more or less; without operations when it is so already. */
export function planAssignment(
  state: PlanState,
  kind: 'assign' | 'unassign',
  assignment: Assignment,
  record: SubjectRecord | null,
): Plan {
  const { subject, role } = assignment
  const scope = scopeOf(assignment)
  const stored = state.policy.roles.get(role)
  if (stored === undefined) throw roleUnknown(role)
  if (kind === 'assign') {
    checkScope(scope)
    if (stored.role.administrator === true && scope !== undefined) {
      const message = `Cannot assign ${JSON.stringify(role)} with a scope: it is an administrator role`
      throw new TrilatchError('TRILATCH_ADMINISTRATOR_ROLE', message, { status: 422 })
    }
  }
  const held = record?.assignments.some((other) => other.role === role && scopeOf(other) === scope) === true
  const expect: Precondition[] = [
    expectPolicy(state),
    { kind: 'subject', id: subject, version: record?.version ?? null },
  ]
  return {
    expect,
    operations: held === (kind === 'assign') ? [] : [{ kind, assignment }],
    action: kind === 'assign' ? 'subject.assign' : 'subject.unassign',
    target: subject,
    before: kind === 'assign' ? null : assignment,
    after: kind === 'assign' ? assignment : null,
  }
}
