import type { Call } from '../call.ts'
import { checkGiven } from '../check-opening.ts'
import { checkCursor, nextOf, readCursor } from '../cursor.ts'
import type { Handlers } from '../handler.ts'
import { heldBy } from '../origins.ts'
import { pageOf } from '../page-of.ts'
import { subjectOf } from '../subject-id.ts'
import { wholeOf } from '../whole.ts'
import { wrote } from '../written.ts'
import { memberHandlers } from './members.ts'

/** The roles of somebody who exists, or of whom the store knows at least that. */
async function checkThere(call: Call, user: string): Promise<string> {
  const id = subjectOf(user)
  const { version } = await call.store.rolesOf(id)
  if (version === null) await call.users.get(id)
  return id
}

export const userRoleHandlers: Handlers<
  'getUserRoles' | 'replaceUserRoles' | 'assignUserRole' | 'unassignUserRole'
> = {
  getUserRoles: async ({ params, query: { after, ...query }, call }) => {
    const cursor = readCursor(after)
    const held = await heldBy(call, await checkThere(call, params.user))
    checkCursor(cursor, held.version)
    const place = cursor === undefined ? query : { ...query, after: cursor.place }
    const found = pageOf(await call.roles(), ({ role }) => role.id, place)
    const items = found.items.map(({ role: { id, title = id, administrator = false } }) => ({
      id,
      title,
      administrator,
      member: held.isMember(id),
      other: held.others(id),
    }))
    const version = found.next === undefined ? wholeOf(held.version) : held.version
    return { body: { items, ...nextOf(held.version, found.next), version }, version }
  },
  replaceUserRoles: async ({ params, body, seen, call }) => {
    const id = await checkThere(call, params.user)
    await checkGiven(call, body.roles)
    return wrote(await call.writing.replaceRolesOf(id, body.roles, { version: seen }))
  },
  assignUserRole: memberHandlers.assignMember,
  unassignUserRole: memberHandlers.unassignMember,
}
