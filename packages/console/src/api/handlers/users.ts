import { TrilatchError } from '@trilatch/core'
import type { Call } from '../call.ts'
import { checkGiven, checkHolder } from '../check-opening.ts'
import type { Handlers } from '../handler.ts'
import { checkSubjects, subjectOf } from '../subject-id.ts'
import { checkThere } from '../there.ts'
import type { ShownUser } from '../user-directory.ts'
import { wrote } from '../written.ts'

function stored({ version, ...user }: ShownUser): {
  user: Omit<ShownUser, 'version'>
  version: string | null
} {
  return { user, version }
}

/** The fields of a user as they shall be: `null` takes one away, and nothing leaves it. */
function changedFields(
  had: ShownUser,
  given: { readonly email?: string | null; readonly title?: string | null },
) {
  const { email = had.email, title = had.title } = given
  return { ...(email ? { email } : {}), ...(title ? { title } : {}) }
}

/** Somebody whom the store keeps, by the version that the caller has seen. */
async function seenUser(call: Call, user: string, seen: string | null): Promise<ShownUser> {
  call.users.checkOwn()
  const found = await call.users.get(subjectOf(user))
  if (found.version !== seen) {
    const message = `Cannot change the user ${JSON.stringify(user)}: it has changed since you read it; read it again and repeat`
    throw new TrilatchError('TRILATCH_CONFLICT', message, { status: 412 })
  }
  return found
}

export const userHandlers: Handlers<
  | 'listUsers'
  | 'createUser'
  | 'getUser'
  | 'updateUser'
  | 'deleteUser'
  | 'suspendUser'
  | 'resumeUser'
  | 'signOutUser'
> = {
  listUsers: async ({ query: { limit = 50, after, query: search = '' }, call }) => {
    const wanted = { limit, ...(after === undefined ? {} : { after }), ...(search === '' ? {} : { search }) }
    const { items, ...page } = await call.users.list(wanted)
    return { body: { items: items.map(stored), ...page } }
  },
  createUser: async ({ body, call }) => {
    call.users.checkOwn()
    if (body.id !== undefined) {
      checkSubjects([body.id])
      // Somebody may have roles before they are a user.
      await checkHolder(call, body.id)
    }
    await checkGiven(call, await call.store.rolesOfNewUser())
    const { id, version, changed } = await call.writing.createUser(body)
    return { body: { id, version, changed }, version }
  },
  getUser: async ({ params, call }) => {
    const found = await call.users.get(subjectOf(params.user))
    return { body: stored(found), ...(found.version === null ? {} : { version: found.version }) }
  },
  updateUser: async ({ params, body, seen, call }) => {
    const found = await seenUser(call, params.user, seen)
    const fields = changedFields(found, body)
    if (fields.email !== found.email) await checkHolder(call, found.id)
    return wrote(await call.writing.updateUser(found.id, fields, { version: seen ?? '' }))
  },
  deleteUser: async ({ params, seen, call }) => {
    const { id } = await seenUser(call, params.user, seen)
    return wrote(await call.writing.deleteUser(id, { version: seen ?? '' }))
  },
  suspendUser: async ({ params, call }) => {
    call.users.checkOwn()
    return wrote(await call.writing.suspendUser(subjectOf(params.user)))
  },
  resumeUser: async ({ params, call }) => {
    call.users.checkOwn()
    const { id } = await call.users.get(subjectOf(params.user))
    await checkHolder(call, id)
    return wrote(await call.writing.restoreUser(id))
  },
  signOutUser: async ({ params, call }) => {
    const id = await checkThere(call, params.user)
    const { version, changed } = await call.writing.endSessions(id)
    return wrote({ version, changed })
  },
}
