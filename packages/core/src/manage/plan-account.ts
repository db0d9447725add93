import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import type { UserOrigin } from '../policy/new-user-roles.ts'
import type { Operation, Precondition, StoredUser, SubjectRecord, User } from '../store/store.ts'
import { entryId } from '../store/vault-place.ts'
import type { AccountChange, AccountWrite, FirstAdministrator, KeptEntries } from './accounts.ts'
import { expectPolicy, roleUnknown } from './plan.ts'
import type { Plan, PlanState } from './plan.ts'
import { planSubjectRoles } from './plan-members.ts'
import { planCreateUser } from './plan-user.ts'

/** What a write does with entries. */
interface EntrySteps {
  readonly expect: readonly Precondition[]
  readonly operations: readonly Operation[]
  /** For the audit trail: kinds alone, for a key may say who, and a value is a secret. */
  readonly kinds: { readonly put: readonly string[]; readonly removed: readonly string[] }
}

/** @throws TypeError for a place that cannot be one */
export function entrySteps(write: AccountWrite): EntrySteps {
  const [put, remove, expect] = [
    own(write, 'put') ?? [],
    own(write, 'remove') ?? [],
    own(write, 'expect') ?? [],
  ]
  for (const entry of [...put, ...remove]) entryId(entry)
  return {
    expect: expect.map((seen) => ({ kind: 'entry', id: entryId(seen), version: seen.version })),
    operations: [
      ...put.map((entry) => ({ kind: 'put-entry' as const, entry })),
      ...remove.map((entry) => ({ kind: 'remove-entry' as const, entry })),
    ],
    kinds: { put: put.map(({ kind }) => kind), removed: remove.map(({ kind }) => kind) },
  }
}

const assign = (subject: string, role: string): Operation => ({
  kind: 'assign',
  assignment: Object.freeze({ subject, role }),
})

/** Roles that somebody is promised, each once. */
function promisedRoles(state: PlanState, given: { readonly roles?: readonly string[] }): readonly string[] {
  const promised = [...new Set(own(given, 'roles') ?? [])]
  const missing = promised.find((role) => !state.policy.roles.has(role))
  if (missing !== undefined) throw roleUnknown(missing)
  return promised
}

/** Plans a user together with roles that were promised, and with entries. */
export function planCreateAccount(
  state: PlanState,
  user: User,
  existing: StoredUser | null,
  account: AccountWrite & { readonly origin: UserOrigin; readonly roles?: readonly string[] },
): Plan {
  const plan = planCreateUser(state, user, existing, account.origin)
  const promised = promisedRoles(state, account)
  const { expect, operations, kinds } = entrySteps(account)
  return {
    ...plan,
    expect: [...plan.expect, ...expect],
    operations: [...plan.operations, ...promised.map((role) => assign(user.id, role)), ...operations],
    after: { ...(plan.after as object), promised, entries: kinds },
    touches: [user.id],
  }
}

/**
 * Plans the first administrator.
 *
 * @param members The version of the list of members of every administrator role, all empty.
 */
export function planFirstAdministrator(
  state: PlanState,
  user: User,
  existing: StoredUser | null,
  account: FirstAdministrator,
  members: readonly Precondition[],
): Plan {
  const { role } = account
  const found = state.policy.roles.get(role)?.role
  if (found === undefined) throw roleUnknown(role)
  if (own(found, 'administrator') !== true) {
    throw new TrilatchError(
      'TRILATCH_ADMINISTRATOR_ROLE',
      `Role ${JSON.stringify(role)} makes nobody an administrator; name one that is marked administrator: true`,
      { status: 422 },
    )
  }
  const plan = planCreateAccount(state, user, existing, { ...account, roles: [role] })
  return { ...plan, expect: [...plan.expect, ...members], action: 'user.create-first-administrator' }
}

/**
 * Plans what changes with a user's account.
 *
 * @param record What the user holds: of a change of roles.
 */
export function planChangeAccount(
  state: PlanState,
  existing: StoredUser,
  change: AccountChange,
  record: SubjectRecord | null,
): Plan {
  const { id } = existing.user
  const wanted = own(change, 'roles')
  const roles =
    wanted === undefined
      ? undefined
      : planSubjectRoles(state, id, promisedRoles(state, { roles: wanted }), record, record?.version ?? null)
  const { expect, operations, kinds } = entrySteps(change)
  const endSessions = own(change, 'endSessions') === true
  return {
    expect: [...expect, { kind: 'user', id, version: existing.version }, ...(roles?.expect ?? [])],
    operations: [
      ...operations,
      ...(roles?.operations ?? []),
      ...(endSessions ? [{ kind: 'new-epoch' as const, subject: id }] : []),
    ],
    action: change.action,
    target: id,
    touches: [id],
    before: roles === undefined ? null : { roles: roles.before },
    after: { entries: kinds, endSessions, ...(roles === undefined ? {} : { roles: roles.after }) },
  }
}

/** Plans entries that belong to no user. */
export function planKeepEntries(state: PlanState, kept: KeptEntries): Plan {
  const roles = promisedRoles(state, kept)
  const { expect, operations, kinds } = entrySteps(kept)
  return {
    expect: [expectPolicy(state), ...expect],
    operations,
    action: kept.action,
    target: 'accounts',
    before: null,
    after: { entries: kinds, roles },
    promises: roles,
  }
}

/** The administrator roles of a policy. */
export function administratorRoles({ policy }: Pick<PlanState, 'policy'>): readonly string[] {
  return [...policy.roles.values()].flatMap(({ role }) =>
    own(role, 'administrator') === true ? [role.id] : [],
  )
}
