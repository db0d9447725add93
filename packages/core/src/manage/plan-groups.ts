import { isDeepStrictEqual } from 'node:util'
import { compareText } from '../compare-text.ts'
import { TrilatchError } from '../errors.ts'
import { missing } from '../missing.ts'
import { own } from '../own.ts'
import { accessLevels } from '../policy/policy.ts'
import type { GroupMembership } from '../store/provider-groups.ts'
import type { StoredUser, SubjectRecord } from '../store/store.ts'
import type { ScopedRole } from '../mapping/role-changes.ts'
import { givingSteps, takingBack } from './additive.ts'
import type { Given } from './additive.ts'
import type { Plan, PlanState } from './plan.ts'

/** The most characters of all groups that a provider may name for one subject. */
const maxText = 65_536
/** The most providers that may have said something about one subject. */
const maxProviders = 20

/** The error for groups that are not accepted. */
function refused(message: string): TrilatchError {
  return new TrilatchError('TRILATCH_GROUPS_INVALID', `Cannot record the groups: ${message}`, { status: 422 })
}

const rankOf = (access: GroupMembership['access']): number => accessLevels.indexOf(access ?? 'member')

/** The one stored form of groups: ordered by name, each once with its highest level, frozen. */
export function canonicalGroups(groups: readonly GroupMembership[]): readonly GroupMembership[] {
  const highest = new Map<string, GroupMembership['access']>()
  for (const group of groups) {
    const access = own(group, 'access')
    if (!highest.has(group.name) || rankOf(access) > rankOf(highest.get(group.name)))
      highest.set(group.name, access)
  }
  const list = [...highest].toSorted(([a], [b]) => compareText(a, b))
  return Object.freeze(
    list.map(([name, access]) =>
      Object.freeze(access === undefined || access === 'member' ? { name } : { name, access }),
    ),
  )
}

/** What a provider last said, or `undefined`. */
export function groupsOf(
  record: SubjectRecord | null,
  provider: string,
): readonly GroupMembership[] | undefined {
  return record?.groups.find((entry) => entry.provider === provider)?.groups
}

const groupText = (group: GroupMembership): string => JSON.stringify(group)

/** Plans what a provider says now in the place of what it said before; without operations when that is the same. */
export function planGroups(
  subject: string,
  record: SubjectRecord | null,
  provider: string,
  groups: readonly GroupMembership[],
): Plan {
  const before = groupsOf(record, provider)
  const length = groups.reduce((sum, { name }) => sum + name.length, 0)
  if (length > maxText) throw refused(`their names have ${length} characters together, at most ${maxText}`)
  if (before === undefined && (record?.groups.length ?? 0) >= maxProviders)
    throw refused(`${maxProviders} providers have said something about this subject already`)
  return {
    expect: [{ kind: 'subject', id: subject, version: record?.version ?? null }],
    operations: isDeepStrictEqual(before, groups) ? [] : [{ kind: 'put-groups', subject, provider, groups }],
    action: 'subject.groups',
    target: subject,
    // Only what differs: the trail must not grow by a whole directory each time.
    before: before === undefined ? null : { provider, groups: missing(before, groups, groupText) },
    after: { provider, groups: missing(groups, before ?? [], groupText) },
    by: 'sync',
  }
}

/**
 * A plan of groups with the roles that additive rows give beside it.
 *
 * @throws TrilatchError `TRILATCH_GROUPS_INVALID` where they are more than is kept of one subject
 */
export function planAdditive(state: PlanState, plan: Plan, given: Given, roles: readonly ScopedRole[]): Plan {
  if (roles.length === 0) return plan
  const steps = givingSteps(state, plan.target, given, roles)
  if (steps === undefined) throw refused('additive rows lead to more roles than are kept of one subject')
  return {
    ...plan,
    // The subject's version last: it is what an unchanged write gives back.
    expect: [...steps.expect, ...plan.expect],
    operations: [...plan.operations, ...steps.operations],
    after: { ...(plan.after as object), assigned: roles },
  }
}

/** What becomes of the roles that additive rows gave to somebody who is gone. */
export type Leftover =
  | { readonly kind: 'none' }
  | { readonly kind: 'suspend'; readonly user: StoredUser }
  | { readonly kind: 'take-back'; readonly roles: readonly ScopedRole[] }

/**
 * Plans the end of what a provider said, and of all sessions; without operations when it has said nothing.
 *
 * @param leftover Of somebody about whom it has said something.
 */
export function planGone(
  subject: string,
  record: SubjectRecord | null,
  provider: string,
  leftover: Leftover = { kind: 'none' },
): Plan {
  const before = groupsOf(record, provider)
  const plan: Plan = {
    expect: [{ kind: 'subject', id: subject, version: record?.version ?? null }],
    operations:
      before === undefined
        ? []
        : [
            { kind: 'remove-groups', subject, provider },
            { kind: 'new-epoch', subject },
          ],
    action: 'subject.gone',
    target: subject,
    before: { provider, groups: before ?? [] },
    after: null,
    by: 'sync',
  }
  if (leftover.kind === 'none') return plan
  // No refresh says these again, so that their loss is one that somebody has to hear of.
  const { by: _, ...lasting } = plan
  if (leftover.kind === 'take-back') {
    const operations = [...plan.operations, ...takingBack(subject, leftover.roles)]
    return { ...lasting, operations, after: { unassigned: leftover.roles } }
  }
  const { user, version } = leftover.user
  return {
    ...lasting,
    expect: [{ kind: 'user', id: subject, version }, ...plan.expect],
    operations: [...plan.operations, { kind: 'put-user', user: Object.freeze({ ...user, suspended: true }) }],
    after: { suspended: true },
  }
}
