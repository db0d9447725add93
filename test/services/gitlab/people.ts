/** Somebody who has an account at the GitLab of the tests. */
export interface GitLabPerson {
  /** The numeric id, as text: `sub`. */
  readonly id: string
  readonly username: string
  readonly name: string
  readonly email: string
  readonly emailVerified: boolean
  /** Full paths, direct or through a group above. `undefined`: the claim is missing. */
  readonly groups: readonly string[] | undefined
  readonly owner: readonly string[]
  readonly maintainer: readonly string[]
  readonly developer: readonly string[]
  /** Full paths, direct ones alone. */
  readonly direct: readonly string[]
}

/** A person with an id of their own, and what is said of them in particular. */
export function person(username: string, id: number, about: Partial<GitLabPerson> = {}): GitLabPerson {
  const capital = username.charAt(0).toUpperCase() + username.slice(1)
  return {
    id: String(id),
    username,
    name: `${capital} of GitLab`,
    email: `${username}@gitlab.example`,
    emailVerified: true,
    groups: [],
    owner: [],
    maintainer: [],
    developer: [],
    direct: [],
    ...about,
  }
}

const levels = ['owner', 'maintainer', 'developer'] as const

/** What GitLab says in an ID token, or in userinfo: groups are in the one, and direct groups in the other. */
export function claimsOf(
  one: GitLabPerson,
  where: 'id_token' | 'userinfo',
): Record<string, unknown> & { sub: string } {
  const common = {
    sub: one.id,
    name: one.name,
    nickname: one.username,
    preferred_username: one.username,
    email: one.email,
    email_verified: one.emailVerified,
  }
  if (where === 'id_token') return { ...common, groups_direct: one.direct }
  // Absent when empty, as GitLab has it.
  const named = levels.filter((level) => one[level].length > 0)
  return {
    ...common,
    ...(one.groups === undefined ? {} : { groups: one.groups }),
    ...Object.fromEntries(named.map((level) => [`https://gitlab.org/claims/groups/${level}`, one[level]])),
  }
}
