import type { HeldRole, SubjectRoles } from '@trilatch/core'
import type * as z from 'zod'
import { maxPage } from '../contract/common.ts'
import type { otherOrigin } from '../contract/membership.ts'
import { bare } from './bare.ts'
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

const within = (scope: string | undefined): { scope?: string } => (scope === undefined ? {} : { scope })

/** Why somebody holds a role by the store, beside being a member. */
function givenBy({ source, scope, mapped }: HeldRole): Origin[] {
  if (source === 'assigned') return scope === undefined ? [] : [{ origin: 'scoped', scope }]
  if (mapped === undefined) return []
  return [{ origin: 'mapped', provider: mapped.provider, group: mapped.group, ...within(scope) }]
}

/** The roles of a subject with where they come from. */
export async function heldBy(call: Call, subject: string): Promise<Held> {
  const { roles, version } = await call.store.rolesOf(subject)
  const given = bare(await call.store.heldRolesOf(subject))
  const access = await call.settings.authorizer.access({ id: subject })
  const inherited = bare(access.explain('trilatch').roles).filter(({ via }) => via.length > 1)
  const members = new Set(roles)
  return {
    version,
    isMember: (role) => members.has(role),
    others: (role) =>
      [
        ...given.filter(({ role: id }) => id === role).flatMap(givenBy),
        ...inherited
          .filter(({ role: id }) => id === role)
          .map(({ via, scope }): Origin => ({ origin: 'inherited', via, ...within(scope) })),
      ].slice(0, maxPage),
  }
}
