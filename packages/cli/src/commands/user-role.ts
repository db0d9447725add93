import { TrilatchError } from '@trilatch/core'
import { misuse } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'
import { findUser } from './find-user.ts'

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
  const manager = (await session.authorizer()).manage(actor)
  const subject = await findUser(manager, who, change.external)
  const known = new Set((await manager.roles()).map(({ role }) => role.id))
  const stranger = [...add, ...remove].find((role) => !known.has(role))
  // Looked up before anything is written: of two roles neither is changed when one does not exist.
  if (stranger !== undefined) {
    const message = `There is no role ${JSON.stringify(stranger)}. Roles: ${[...known].toSorted().join(', ')}.`
    throw new TrilatchError('TRILATCH_ROLE_UNKNOWN', message)
  }
  const within = scope === undefined ? {} : { scope }
  for (const role of add) await manager.assign({ subject, role, ...within })
  for (const role of remove) await manager.unassign({ subject, role, ...within })
  const { assignments } = await manager.rolesOf(subject)
  const lines = assignments.map((held) =>
    held.scope === undefined ? held.role : `${held.role} in ${held.scope}`,
  )
  const text = lines.length === 0 ? `${subject} has no role.` : `${subject}: ${lines.join(', ')}`
  show(session, { subject, assignments }, visible(text))
  return 0
}
