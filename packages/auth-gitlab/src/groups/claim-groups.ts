import type { Groups, IdentityGroup } from '@trilatch/auth'
import type { ProviderClaims } from '../redeem.ts'
import { complete, readNames, unknown } from './read-names.ts'

/**
 * Which groups somebody is in: the name of a claim, or a function over all claims that gives names, groups with levels,
 * or `undefined` where it cannot be told.
 */
export type GroupsOption =
  | string
  | ((claims: ProviderClaims) => readonly (string | IdentityGroup)[] | undefined)

/** Whether a claim is left out because it is too large, and is to be fetched elsewhere (OpenID Connect Core 5.6.2). */
function isElsewhere(claims: Readonly<Record<string, unknown>> | undefined, name: string): boolean {
  const names = claims?.['_claim_names']
  return typeof names === 'object' && names !== null && Object.hasOwn(names, name)
}

function named(claims: ProviderClaims, name: string, maxGroups: number): Groups {
  const { userinfo, idToken } = claims
  if (isElsewhere(userinfo, name) || isElsewhere(idToken, name))
    return unknown(`the provider left out the claim ${JSON.stringify(name)}, because it has too many groups`)
  const claim = userinfo?.[name] ?? idToken[name]
  if (claim === undefined)
    return unknown(`there is no claim ${JSON.stringify(name)}, which is not the same as an empty one`)
  const names = readNames(claim)
  if (names === undefined) return unknown(`the claim ${JSON.stringify(name)} is not a list of names`)
  return complete(
    [...new Set(names)].map((one) => ({ name: one })),
    maxGroups,
  )
}

/** A reader of groups for any provider. */
export function claimGroups(option: GroupsOption, maxGroups: number): (claims: ProviderClaims) => Groups {
  if (typeof option === 'string') return (claims) => named(claims, option, maxGroups)
  return (claims) => {
    const given = option(claims)
    if (given === undefined) return unknown('the function `groups` cannot tell')
    const groups = Array.isArray(given)
      ? given.map((one: unknown) => (typeof one === 'string' ? { name: one } : (one as IdentityGroup)))
      : []
    if (!Array.isArray(given) || readNames(groups.map((group) => group?.name)) === undefined)
      return unknown('the function `groups` gave no list of groups')
    return complete(groups, maxGroups)
  }
}
