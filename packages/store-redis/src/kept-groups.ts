import type { GroupMembership, ProviderGroups } from '@trilatch/core'

/** What a provider said, in as few bytes as can still be read: a name, or a name and the level. */
export type KeptGroups = readonly [
  provider: string,
  verifiedAt: number,
  groups: readonly (string | readonly [name: string, access: string])[],
]

export function keptGroups({ provider, verifiedAt, groups }: ProviderGroups): KeptGroups {
  const kept = groups.map(({ name, access }) => (access === undefined ? name : ([name, access] as const)))
  return [provider, verifiedAt, kept]
}

/** `undefined` for what was never written so. What a level says is core's to judge. */
export function groupsOf(kept: unknown): readonly ProviderGroups[] | undefined {
  if (kept === undefined) return []
  if (!Array.isArray(kept)) return undefined
  const entries = kept.map(entryOf)
  return entries.includes(undefined) ? undefined : (entries as ProviderGroups[])
}

function entryOf(kept: unknown): ProviderGroups | undefined {
  if (!Array.isArray(kept)) return undefined
  const [provider, verifiedAt, names] = kept as readonly unknown[]
  if (typeof provider !== 'string' || typeof verifiedAt !== 'number' || !Array.isArray(names))
    return undefined
  const groups = names.map(groupOf)
  return groups.includes(undefined)
    ? undefined
    : { provider, verifiedAt, groups: groups as GroupMembership[] }
}

function groupOf(kept: unknown): GroupMembership | undefined {
  if (typeof kept === 'string') return { name: kept }
  if (!Array.isArray(kept) || kept.length !== 2) return undefined
  const [name, access] = kept as readonly unknown[]
  if (typeof name !== 'string' || typeof access !== 'string') return undefined
  return { name, access: access as NonNullable<GroupMembership['access']> }
}
