import { own, unknownKey } from '../own.ts'
import { root } from '../catalogue/permission-name.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { meansEveryResource } from '../context/context.ts'
import { TrilatchError } from '../errors.ts'
import { allGlobalAccess } from './default-roles.ts'
import type { Role } from './policy.ts'

/** Which roles a new user gets, by the way they came. */
export interface NewUserRoles {
  /** By an administrator. Default: All Global Access where that default role exists, else none. */
  readonly created?: readonly string[]
  /** By registering themselves. Default none. */
  readonly registered?: readonly string[]
  /** By their first sign-in through GitLab or LDAP. Default none. */
  readonly provisioned?: readonly string[]
}

/** The ways in which a user can come to be. */
export const userOrigins = ['created', 'registered', 'provisioned'] as const

export type UserOrigin = (typeof userOrigins)[number]

type Roles = ReadonlyMap<string, Role>

function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_NEW_USER_ROLES', `Cannot use newUserRoles: ${message}`)
}

/** Whether a role, or one it inherits, grants everything everywhere. */
function grantsAll(roles: Roles, id: string, seen = new Set<string>()): boolean {
  const role = roles.get(id)
  if (role === undefined || seen.has(id)) return false
  seen.add(id)
  const all = role.rules.some(
    (rule) =>
      rule.permission === root && rule.state === 'granted' && meansEveryResource(own(rule, 'context')),
  )
  return all || (own(role, 'inherits') ?? []).some((inherited) => grantsAll(roles, inherited, seen))
}

/** Checks the shape of the option; what needs the policy is checked by `checkNewUserRoles`. */
export function readNewUserRoles(option: NewUserRoles | undefined): NewUserRoles {
  if (option === undefined) return Object.freeze({})
  if (typeof option !== 'object' || option === null)
    throw new TypeError('The option `newUserRoles` must be an object')
  const stray = unknownKey(option, userOrigins)
  if (stray !== undefined) refuse(`unknown key ${JSON.stringify(stray)}.${didYouMean(stray, userOrigins)}`)
  for (const origin of userOrigins) {
    const ids: unknown = own(option, origin)
    if (ids !== undefined && !(Array.isArray(ids) && ids.every((id) => typeof id === 'string'))) {
      throw new TypeError(`newUserRoles.${origin} must be an array of role ids`)
    }
  }
  const copies = userOrigins.flatMap((origin) => {
    const ids = own(option, origin)
    return ids === undefined ? [] : [[origin, Object.freeze([...ids])] as const]
  })
  return Object.freeze(Object.fromEntries(copies))
}

/**
 * Checks the lists against the policy: every role exists, none is an administrator role, and strangers get no
 * role that grants everything.
 *
 * @param allowFullAccess Accept that whoever registers or first signs in may do everything.
 * @throws TrilatchError `TRILATCH_NEW_USER_ROLES` naming the list, the role and the fix.
 */
export function checkNewUserRoles(lists: NewUserRoles, roles: Roles, allowFullAccess: boolean): void {
  for (const origin of userOrigins) {
    for (const id of own(lists, origin) ?? []) {
      const role = roles.get(id)
      if (role === undefined)
        refuse(`${origin} names unknown role ${JSON.stringify(id)}.${didYouMean(id, [...roles.keys()])}`)
      if (own(role, 'administrator') === true)
        refuse(`${origin} names the administrator role ${JSON.stringify(id)}; assign it by hand.`)
      if (origin !== 'created' && !allowFullAccess && grantsAll(roles, id)) {
        refuse(
          `${origin} names ${JSON.stringify(id)}, which grants everything to whoever comes. ` +
            'Choose another role, or write allowFullAccessForStrangers: true.',
        )
      }
    }
  }
}

/** The roles a new user of this origin gets: of those listed the ones that exist, and never an administrator role. */
export function rolesForNewUser(lists: NewUserRoles, origin: UserOrigin, roles: Roles): readonly string[] {
  const listed = own(lists, origin) ?? (origin === 'created' ? [allGlobalAccess] : [])
  return listed.filter((id) => {
    const role = roles.get(id)
    return role !== undefined && own(role, 'administrator') !== true
  })
}
