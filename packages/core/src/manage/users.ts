import { randomUUID } from 'node:crypto'
import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { userOrigins } from '../policy/new-user-roles.ts'
import type { UserOrigin } from '../policy/new-user-roles.ts'
import { checkSubjectId } from '../decision/subject.ts'
import { userFieldsSchema } from '../policy/schema.ts'
import type { UserFields } from '../policy/schema.ts'
import type { Page, StoredUser, User, UserQuery } from '../store/store.ts'
import { maxSearch } from '../store/user-search.ts'
import { accept, pageQuery, perform, seenVersion } from './context.ts'
import type { ListOptions, ManageContext } from './context.ts'
import { newUserRoles, planCreateUser, planDeleteUser, planReplaceUser, userUnknown } from './plan-user.ts'
import type { Written } from './writer.ts'

/** A new user. */
export interface NewUser extends UserFields {
  /** Default: a random one. */
  readonly id?: string
}

/** Which users are wanted. */
export interface UserListOptions extends ListOptions {
  /**
   * Those whose id begins with it as it is, or whose e-mail address or title does without regard to case and accents:
   * at most 254 characters. Empty or blank: all.
   */
  readonly search?: string
}

/** Reads and writes of the users that the store keeps. */
export interface UserManager {
  /**
   * All users, ordered by id; or those that a search finds. A page of a search may hold fewer than `limit`, even none,
   * and still have a `next`: go on while there is one.
   *
   * @throws TrilatchError `TRILATCH_OPTION_INVALID` (422) for a `limit` or a `search` that is out of bounds.
   */
  users(list?: UserListOptions): Promise<Page<StoredUser>>
  /** @throws TrilatchError `TRILATCH_USER_UNKNOWN` */
  user(id: string): Promise<StoredUser>
  /** Creates a user with the roles that new users of this origin get. Default `created`, by an administrator. */
  createUser(user: NewUser, origin?: UserOrigin): Promise<Written & { readonly id: string }>
  /** The ids of the roles that a new user of this origin would get now. Default `created`, as for `createUser`. */
  rolesOfNewUser(origin?: UserOrigin): Promise<readonly string[]>
  /** Replaces e-mail and title. */
  updateUser(id: string, fields: UserFields, seen: { readonly version: string }): Promise<Written>
  /** Forbids the user everything, whatever their roles; nothing happens when it is so already. */
  suspendUser(id: string): Promise<Written>
  /** Ends a suspension. */
  restoreUser(id: string): Promise<Written>
  /** Removes the user and all their assignments. */
  deleteUser(id: string, seen?: { readonly version: string }): Promise<Written>
}

function userOf(id: string, fields: UserFields, rest: Pick<User, 'suspended' | 'createdAt'>): User {
  return Object.freeze({ id, ...fields, suspended: rest.suspended, createdAt: rest.createdAt })
}

/** The page of users to ask a store for. */
function userQuery(list: UserListOptions = {}): UserQuery {
  const query = pageQuery(list)
  const given: unknown = own(list, 'search')
  if (given === undefined) return query
  if (typeof given !== 'string') throw new TypeError('`search` must be a text')
  const search = given.trim()
  if (search.length > maxSearch || !search.isWellFormed()) {
    const message = `Cannot search for this: it must be well-formed text of at most ${maxSearch} characters`
    throw new TrilatchError('TRILATCH_OPTION_INVALID', message, { status: 422 })
  }
  return search === '' ? query : { ...query, search }
}

function checkOrigin(origin: UserOrigin): void {
  if (!userOrigins.includes(origin))
    throw new TypeError(`A user's origin must be one of ${userOrigins.join(', ')}`)
}

/** The part of a manager that is about users. */
export function userManager(context: ManageContext): UserManager {
  const { store } = context
  const existing = async (id: string): Promise<StoredUser> => {
    checkSubjectId(id)
    const found = await store.user(id)
    if (found === null) throw userUnknown(id)
    return found
  }
  const setSuspended = (id: string, suspended: boolean): Promise<Written> =>
    perform(context, async () => {
      const found = await existing(id)
      return planReplaceUser(
        Object.freeze({ ...found.user, suspended }),
        found,
        undefined,
        suspended ? 'user.suspend' : 'user.restore',
      )
    })
  return {
    users: async (list) => store.users(userQuery(list)),
    user: existing,
    createUser: async (data, origin = 'created') => {
      checkOrigin(origin)
      if (typeof data !== 'object' || data === null)
        throw new TypeError('A new user must be { id?, email?, title? }')
      // Rest and defaults read a prototype too; only what is the object's own counts.
      const { id: _given, ...rest } = data
      const id = own(data, 'id') ?? randomUUID()
      checkSubjectId(id)
      const fields = accept(userFieldsSchema, rest, 'the user', 'TRILATCH_USER_INVALID')
      const user = userOf(id, fields, { suspended: false, createdAt: new Date().toISOString() })
      const written = await perform(context, async (state) =>
        planCreateUser(state, user, await store.user(id), origin),
      )
      return { ...written, id }
    },
    rolesOfNewUser: async (origin = 'created') => {
      checkOrigin(origin)
      return newUserRoles(await context.state(), origin)
    },
    updateUser: async (id, data, seen) => {
      const version = seenVersion(seen)
      const fields = accept(userFieldsSchema, data, 'the user', 'TRILATCH_USER_INVALID')
      return perform(context, async () => {
        const found = await existing(id)
        return planReplaceUser(userOf(id, fields, found.user), found, version, 'user.update')
      })
    },
    suspendUser: (id) => setSuspended(id, true),
    restoreUser: (id) => setSuspended(id, false),
    deleteUser: async (id, seen) =>
      perform(context, async () => planDeleteUser(id, await existing(id), seen && own(seen, 'version'))),
  }
}
