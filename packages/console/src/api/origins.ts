import type { ExplainedRole, SubjectRoles } from '@trilatch/core'
import type * as z from 'zod'
import type { otherOrigin } from '../contract/members.ts'
import type { Call } from './call.ts'
import type { Deep } from './handler.ts'

type Origin = Deep<z.infer<typeof otherOrigin>>

/** How somebody holds roles. */
export interface Held {
  readonly isMember: (role: string) => boolean
  /** Why somebody holds a role beside being a member of it. */
  readonly others: (role: string) => readonly Origin[]
  readonly version: SubjectRoles['version']
}

/** A role that comes by a group, or by another role; what is assigned is told by the assignments themselves. */
function originOf({ source, mapped, via, scope }: ExplainedRole): Origin[] {
  const limit = scope === undefined ? {} : { scope }
  if (via.length > 1) return [{ origin: 'inherited', via, ...limit }]
  if (source !== 'mapped' || mapped === undefined) return []
  return [{ origin: 'mapped', provider: mapped.provider, group: mapped.group, ...limit }]
}

/** The roles of a subject with where they come from. */
export async function heldBy(call: Call, subject: string): Promise<Held> {
  const { roles, assignments, version } = await call.store.rolesOf(subject)
  const access = await call.settings.authorizer.access({ id: subject })
  const explained = access.explain('trilatch').roles
  const members = new Set(roles)
  return {
    version,
    isMember: (role) => members.has(role),
    others: (role) => [
      ...assignments.flatMap(({ role: id, scope }): Origin[] =>
        id === role && scope !== undefined ? [{ origin: 'scoped', scope }] : [],
      ),
      ...explained.filter(({ role: id }) => id === role).flatMap(originOf),
    ],
  }
}
