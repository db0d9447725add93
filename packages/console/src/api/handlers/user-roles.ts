import type { Call } from '../call.ts'
import type { Handlers } from '../handler.ts'
import { heldBy } from '../origins.ts'
import { subjectOf } from '../subject-id.ts'
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
  getUserRoles: async ({ params, call }) => {
    const held = await heldBy(call, await checkThere(call, params.user))
    const roles = (await call.roles()).map(({ role: { id, title = id, administrator = false } }) => ({
      id,
      title,
      administrator,
      member: held.isMember(id),
      other: held.others(id),
    }))
    return { body: { roles, version: held.version }, version: held.version }
  },
  replaceUserRoles: async ({ params, body, seen, call }) => {
    const id = await checkThere(call, params.user)
    const all = new Map((await call.roles()).map(({ role }) => [role.id, role]))
    if (body.roles.some((role) => all.get(role)?.administrator === true)) call.requireRecentSignIn()
    return wrote(await call.writing.replaceRolesOf(id, body.roles, { version: seen }))
  },
  assignUserRole: memberHandlers.assignMember,
  unassignUserRole: memberHandlers.unassignMember,
}
