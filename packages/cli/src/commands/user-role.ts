import { misuse } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'
import { checkRoles } from './check-roles.ts'
import { findUser } from './find-user.ts'
import { warnInMemory } from './warn-in-memory.ts'

/** What is to change about somebody's roles. */
export interface RoleChange {
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly scope?: string | undefined
  /** The subject need not be a user of the store. */
  readonly external: boolean
}

/** `trilatch user role`: gives and takes roles, one write each; shows what is held afterwards. */
export async function userRole(session: Session, who: string, change: RoleChange): Promise<ExitStatus> {
  const { add, remove, scope } = change
  const both = add.find((role) => remove.includes(role))
  if (both !== undefined) throw misuse(`The role ${JSON.stringify(both)} is both added and removed.`)
  if (scope !== undefined && add.length + remove.length === 0)
    throw misuse('--scope says where a role counts: name the role with --add or --remove.')
  const authorizer = await session.authorizer()
  const manager = authorizer.manage(actor)
  const subject = await findUser(authorizer, who, change.external)
  await checkRoles(manager, [...add, ...remove])
  const within = scope === undefined ? {} : { scope }
  for (const role of add) await manager.assign({ subject, role, ...within })
  for (const role of remove) await manager.unassign({ subject, role, ...within })
  const { assignments } = await manager.rolesOf(subject)
  const lines = assignments.map((held) =>
    held.scope === undefined ? held.role : `${held.role} in ${held.scope}`,
  )
  const text = lines.length === 0 ? `${subject} has no role.` : `${subject}: ${lines.join(', ')}`
  show(session, { subject, assignments }, visible(text))
  if (add.length + remove.length > 0) warnInMemory(session, authorizer)
  return 0
}
