import { checkGiven } from '../check-opening.ts'
import { checkCursor, nextOf, readCursor } from '../cursor.ts'
import type { Handlers } from '../handler.ts'
import { heldBy } from '../origins.ts'
import { pageOf } from '../page-of.ts'
import { checkThere } from '../there.ts'
import { wholeOf } from '../whole.ts'
import { wrote } from '../written.ts'
import { memberHandlers } from './members.ts'

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
