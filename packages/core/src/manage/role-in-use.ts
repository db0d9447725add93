import { TrilatchError } from '../errors.ts'
import { userOrigins } from '../policy/new-user-roles.ts'
import type { PublishedApplication } from '../store/applications.ts'
import type { PlanState } from './plan.ts'

/** What the applications that share the store say, as far as it names roles: anonymous callers of one may hold some. */
export type NamingApplications = ReadonlyMap<string, Pick<PublishedApplication, 'anonymousRoles'>>

/** @throws TrilatchError `TRILATCH_ROLE_IN_USE` (409) for a role that options of an application name */
export function checkNotInUse(
  { lists }: Pick<PlanState, 'lists'>,
  id: string,
  published: NamingApplications,
): void {
  const named = [
    ['the option anonymousRoles', lists.anonymousRoles] as const,
    ...userOrigins.map(
      (origin) => [`the option newUserRoles.${origin}`, lists.newUserRoles[origin] ?? []] as const,
    ),
    ...Array.from(
      published,
      ([application, { anonymousRoles }]) =>
        [`anonymousRoles of the application ${JSON.stringify(application)}`, anonymousRoles] as const,
    ),
  ].find(([, roles]) => roles.includes(id))
  if (named === undefined) return
  const message = `Cannot delete role ${JSON.stringify(id)}: ${named[0]} names it`
  throw new TrilatchError('TRILATCH_ROLE_IN_USE', message, { status: 409 })
}
