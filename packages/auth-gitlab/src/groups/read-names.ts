import type { Groups, IdentityGroup } from '@trilatch/auth'

/** The most groups that the library keeps of one person, and the most characters of their names together. */
export const mostGroups = 1_000
const mostCharacters = 65_536

/** It could not be found out. */
export const unknown = (why: string): Groups => ({ status: 'unknown', why })

/** The names in a claim, or `undefined` where it is no list of names: not a part of them, for a part is not all. */
export function readNames(claim: unknown): readonly string[] | undefined {
  if (!Array.isArray(claim)) return undefined
  const isName = (one: unknown): boolean =>
    typeof one === 'string' && /^\P{Cc}{1,2000}$/u.test(one) && one.isWellFormed()
  return claim.every(isName) ? (claim as readonly string[]) : undefined
}

/** All of somebody's groups, or `unknown` where they are more than are taken: fewer would be wrong. */
export function complete(groups: readonly IdentityGroup[], maxGroups: number): Groups {
  if (groups.length > maxGroups)
    return unknown(
      `there are ${groups.length} groups, more than ${maxGroups}: raise \`maxGroups\`, or take fewer with \`allowedGroups\``,
    )
  const characters = groups.reduce((sum, { name }) => sum + name.length, 0)
  if (characters > mostCharacters)
    return unknown(`the names of ${groups.length} groups have more than ${mostCharacters} characters`)
  return { status: 'complete', groups }
}
