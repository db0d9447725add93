import type { AccessLevel } from '../policy/policy.ts'

/** One group that a provider says somebody is in. */
export interface GroupMembership {
  /** In the provider's normal form, in which two names of one group are the same text. */
  readonly name: string
  /** What GitLab calls the role in the group; absent: `member`. */
  readonly access?: AccessLevel
}

/** What one provider last said about the groups of a subject. An entry without groups is an answer too. */
export interface ProviderGroups {
  readonly provider: string
  /** Ordered by name, each once. */
  readonly groups: readonly GroupMembership[]
  /**
   * When the provider last said so. In views: in milliseconds of `performance.now()` of this process, and so perhaps
   * before its start; a store that keeps another time turns it into this one when it reads.
   */
  readonly verifiedAt: number
}

/** The groups with a provider's entry in the place of the one there was, ordered by provider. */
export function withProvider(
  groups: readonly ProviderGroups[],
  entry: ProviderGroups,
): readonly ProviderGroups[] {
  const others = withoutProvider(groups, entry.provider)
  const at = others.findIndex(({ provider }) => provider > entry.provider)
  return Object.freeze(others.toSpliced(at === -1 ? others.length : at, 0, Object.freeze(entry)))
}

/** The groups without a provider's entry. */
export function withoutProvider(
  groups: readonly ProviderGroups[],
  provider: string,
): readonly ProviderGroups[] {
  return Object.freeze(groups.filter((entry) => entry.provider !== provider))
}
