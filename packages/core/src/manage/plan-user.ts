import { TrilatchError } from '../errors.ts'
import { rolesForNewUser } from '../policy/new-user-roles.ts'
import type { UserOrigin } from '../policy/new-user-roles.ts'
import { credentialKind, linksKind } from '../store/vault-place.ts'
import type { StoredUser, User } from '../store/store.ts'
import { checkVersion, expectPolicy } from './plan.ts'
import type { Plan, PlanState } from './plan.ts'

/** The error for a user that does not exist. */
export function userUnknown(id: string): TrilatchError {
  return new TrilatchError('TRILATCH_USER_UNKNOWN', `There is no user ${JSON.stringify(id)}`, { status: 404 })
}

/** The roles that a new user of this origin gets. */
export function newUserRoles({ policy, lists }: PlanState, origin: UserOrigin): readonly string[] {
  const known = new Map(Array.from(policy.roles, ([id, { role }]) => [id, role]))
  return rolesForNewUser(lists.newUserRoles, origin, known)
}

/** Plans a new user together with the roles that new users of this origin get. */
export function planCreateUser(
  state: PlanState,
  user: User,
  existing: StoredUser | null,
  origin: UserOrigin,
): Plan {
  if (existing !== null) {
    throw new TrilatchError('TRILATCH_USER_EXISTS', `There is a user ${JSON.stringify(user.id)} already`, {
      status: 409,
    })
  }
  const roles = newUserRoles(state, origin)
  return {
    expect: [expectPolicy(state), { kind: 'user', id: user.id, version: null }],
    operations: [
      { kind: 'put-user', user },
      ...roles.map((role) => ({
        kind: 'assign' as const,
        assignment: Object.freeze({ subject: user.id, role }),
      })),
    ],
    action: 'user.create',
    target: user.id,
    before: null,
    after: { ...user, roles, origin },
  }
}

/** Plans another content for a user; without operations when it is so already. */
export function planReplaceUser(
  user: User,
  existing: StoredUser,
  version: string | undefined,
  action: string,
): Plan {
  if (version !== undefined) checkVersion(`user ${JSON.stringify(user.id)}`, version, existing.version)
  const before = existing.user
  const same =
    before.email === user.email && before.title === user.title && before.suspended === user.suspended
  return {
    expect: [{ kind: 'user', id: user.id, version: existing.version }],
    operations: same ? [] : [{ kind: 'put-user', user }],
    action,
    target: user.id,
    before,
    after: user,
  }
}

/** Plans the end of a user and of all their assignments. */
export function planDeleteUser(id: string, existing: StoredUser, version: string | undefined): Plan {
  if (version !== undefined) checkVersion(`user ${JSON.stringify(id)}`, version, existing.version)
  return {
    expect: [{ kind: 'user', id, version: existing.version }],
    // Whoever gets the same id one day must not come in with what this user knew.
    operations: [
      { kind: 'remove-user', id },
      { kind: 'remove-entry', entry: { kind: credentialKind, key: id } },
      { kind: 'remove-entry', entry: { kind: linksKind, key: id } },
    ],
    action: 'user.delete',
    target: id,
    before: existing.user,
    after: null,
    touches: [id],
  }
}
