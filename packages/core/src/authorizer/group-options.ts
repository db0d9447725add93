import { groupSyntaxes } from '../mapping/group-pattern.ts'
import type { GroupSyntax } from '../mapping/group-pattern.ts'
import type { GroupAges } from '../mapping/lapse.ts'
import { own } from '../own.ts'

/** What an application says about where groups come from. */
export interface GroupOptions {
  /**
   * How each provider writes the names of its groups: `path` as GitLab does, `dn` as a directory does, `plain` without
   * structure. It says what a wildcard in a mapping row means; of a provider that is not named, only whole names match.
   */
  readonly providers?: Readonly<Record<string, GroupSyntax>>
  /**
   * How long groups count after a provider has last confirmed them, in milliseconds: 1,000 to 86,400,000. Default
   * 3,600,000, one hour.
   */
  readonly maxGroupAgeMs?: number
  /**
   * How often groups are confirmed, in milliseconds: 1,000 to `maxGroupAgeMs`. Default 900,000, or `maxGroupAgeMs` where
   * that is less. Those that lead to an administrator role count no longer than this.
   */
  readonly groupRefreshMs?: number
}

/** The same, checked. */
export interface ReadGroupOptions extends GroupAges {
  readonly providers: ReadonlyMap<string, GroupSyntax>
}

export const groupOptionNames = ['providers', 'maxGroupAgeMs', 'groupRefreshMs'] as const

const hour = 3_600_000

/** Reads the options about groups. @param refuse Tells what is wrong. */
export function readGroupOptions(raw: GroupOptions, refuse: (message: string) => never): ReadGroupOptions {
  const maxGroupAgeMs = own(raw, 'maxGroupAgeMs') ?? hour
  if (!Number.isFinite(maxGroupAgeMs) || maxGroupAgeMs < 1_000 || maxGroupAgeMs > 24 * hour)
    refuse('`maxGroupAgeMs` must be a number from 1000 to 86400000.')
  const groupRefreshMs = own(raw, 'groupRefreshMs') ?? Math.min(hour / 4, maxGroupAgeMs)
  if (!Number.isFinite(groupRefreshMs) || groupRefreshMs < 1_000 || groupRefreshMs > maxGroupAgeMs)
    refuse('`groupRefreshMs` must be a number from 1000 to `maxGroupAgeMs`.')
  const providers: unknown = own(raw, 'providers') ?? {}
  if (typeof providers !== 'object' || providers === null || Array.isArray(providers))
    throw new TypeError("The option `providers` must be an object like { gitlab: 'path', ldap: 'dn' }")
  const read = new Map<string, GroupSyntax>()
  for (const [name, syntax] of Object.entries(providers)) {
    if (!(groupSyntaxes as readonly unknown[]).includes(syntax))
      refuse(`\`providers\` must say for ${JSON.stringify(name)} one of ${groupSyntaxes.join(', ')}.`)
    read.set(name, syntax as GroupSyntax)
  }
  return { providers: read, maxGroupAgeMs, groupRefreshMs }
}
