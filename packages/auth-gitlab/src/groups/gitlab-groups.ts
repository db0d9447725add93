import type { Groups, IdentityGroup } from '@trilatch/auth'
import { warn } from '@trilatch/core'
import type { ProviderClaims } from '../redeem.ts'
import type { AllowedGroups } from './allowed-groups.ts'
import { complete, readNames, unknown } from './read-names.ts'

/** The levels that GitLab names in claims of their own, the highest first. All others are members. */
const levels = ['owner', 'maintainer', 'developer'] as const

/** How the groups of GitLab are read. */
export interface GitLabGroups {
  /** `undefined`: all groups count. */
  readonly allowed: AllowedGroups | undefined
  readonly maxGroups: number
  /** Whether the direct groups of the ID token do where userinfo names none. */
  readonly directGroups: boolean
}

const claimOf = (level: string): string => `https://gitlab.org/claims/groups/${level}`

/** The direct groups of somebody by level. A claim that is missing beside `groups` is empty; one that is broken is not. */
function readLevels(userinfo: ProviderClaims['userinfo']): Map<string, IdentityGroup['access']> | undefined {
  const found = new Map<string, IdentityGroup['access']>()
  for (const level of levels) {
    const claim = userinfo?.[claimOf(level)]
    const names = claim === undefined ? [] : readNames(claim)
    if (names === undefined) return undefined
    for (const name of names) if (!found.has(name)) found.set(name, level)
  }
  return found
}

/** A reader of what GitLab says about groups, which says once when it has to do with the direct ones. */
export function gitlabGroups({ allowed, maxGroups, directGroups }: GitLabGroups) {
  let told = false
  const direct = ({ idToken }: ProviderClaims): unknown => {
    const claim = idToken['groups_direct']
    if (!directGroups || claim === undefined) return undefined
    if (!told)
      warn(
        'TRILATCH_GROUPS_DIRECT',
        'GitLab’s userinfo names no `groups`, so `groups_direct` of the ID token is used: groups that people belong to through one above are missing',
      )
    told = true
    return claim
  }
  return (claims: ProviderClaims): Groups => {
    const claim = claims.userinfo?.['groups'] ?? direct(claims)
    if (claim === undefined)
      return unknown('userinfo has no claim `groups`, which is not the same as an empty one: is this GitLab?')
    const names = readNames(claim)
    const byLevel = readLevels(claims.userinfo)
    if (names === undefined || byLevel === undefined)
      return unknown('the claims about groups are not lists of names')
    const groups = [...new Set(names)]
      .filter((name) => allowed === undefined || allowed(name))
      .map((name) => ({ name, access: byLevel.get(name) ?? 'member' }))
    return complete(groups, maxGroups)
  }
}
