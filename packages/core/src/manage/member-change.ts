import { checkSubjectId } from '../decision/subject.ts'
import { own, unknownKey } from '../own.ts'
import type { Precondition, SubjectRecord } from '../store/store.ts'
import { checkMemberCount, memberOperation, memberRoles } from './plan-members.ts'
import { checkVersion, expectPolicy, roleUnknown } from './plan.ts'
import type { Plan, PlanState } from './plan.ts'

/** Who comes to be a member of a role, and who is one no more. */
export interface MemberChange {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

/** @throws TypeError */
export function checkIds(what: string, ids: unknown): asserts ids is readonly string[] {
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
    throw new TypeError(`${what} must be an array of ids`)
}

/**
 * Whether each of those whom a change names shall be a member.
 *
 * @throws TypeError; TrilatchError `TRILATCH_SUBJECT_INVALID`, `TRILATCH_OPTION_INVALID` (422) for more than 1,000
 */
export function readMemberChange(change: MemberChange): ReadonlyMap<string, boolean> {
  if (typeof change !== 'object' || change === null)
    throw new TypeError('A change of members is { add?, remove? }')
  const unknown = unknownKey(change, ['add', 'remove'])
  if (unknown !== undefined)
    throw new TypeError(`Unknown key ${JSON.stringify(unknown)} of a change of members`)
  const [add, remove] = [own(change, 'add') ?? [], own(change, 'remove') ?? []]
  checkIds('The members', add)
  checkIds('The members', remove)
  const wanted = new Map<string, boolean>()
  for (const id of add) wanted.set(id, true)
  for (const id of remove) wanted.set(id, false)
  for (const id of wanted.keys()) checkSubjectId(id)
  checkMemberCount(wanted.size)
  return wanted
}

/**
 * Plans who comes to be a member of a role and who is one no more; scoped assignments stay as they are.
 *
 * @param wanted Whether each of them shall be a member.
 * @param records Of each of them, as it is now.
 * @param current The version of the list, as it is now.
 */
export function planMemberChange(
  state: PlanState,
  role: string,
  wanted: ReadonlyMap<string, boolean>,
  records: ReadonlyMap<string, SubjectRecord | null>,
  current: string,
  version: string,
): Plan {
  if (!state.policy.roles.has(role)) throw roleUnknown(role)
  checkVersion(`the members of ${JSON.stringify(role)}`, version, current)
  const changed = [...wanted].filter(
    ([subject, member]) => memberRoles(records.get(subject) ?? null).includes(role) !== member,
  )
  const ids = (member: boolean): string[] =>
    changed.flatMap(([subject, is]) => (is === member ? [subject] : [])).toSorted()
  const [added, removed] = [ids(true), ids(false)]
  const relied = Array.from(wanted.keys(), (id): Precondition => ({
    kind: 'subject',
    id,
    version: records.get(id)?.version ?? null,
  }))
  return {
    expect: [expectPolicy(state), ...relied, { kind: 'members', id: role, version }],
    operations: [
      ...added.map((subject) => memberOperation('assign', subject, role)),
      ...removed.map((subject) => memberOperation('unassign', subject, role)),
    ],
    action: 'members.change',
    target: role,
    before: removed,
    after: added,
  }
}
