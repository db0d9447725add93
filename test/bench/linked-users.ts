// Users who belong to accounts of a directory, as signing in would have made them.
import { linkEntries } from '@trilatch/auth'
import type { GroupMembership, MappingRow, Operation, Role, Store } from '@trilatch/core'
import { write } from './redis-bed.ts'

export const provider = 'ldap'

/** Whom a store is filled with. */
export interface LinkedUsers {
  readonly users: number
  readonly issuer: string
  /** The account of the user of a number. */
  accountOf(i: number): string
  /** What is recorded of their groups; absent: nothing. */
  groupsOf?(i: number): readonly GroupMembership[]
  onProgress(done: number): void
}

export const userOf = (i: number): string => `user-${String(i).padStart(7, '0')}`

/** A hundred roles, and a row for one in ten of so many groups. */
export function mappedRoles(
  groups: number,
  groupOf: (i: number) => string,
): { readonly roles: readonly Role[]; readonly mappings: readonly MappingRow[] } {
  return {
    roles: Array.from({ length: 100 }, (_, i) => ({
      id: `role-${i}`,
      rules: [{ permission: 'report.view', state: 'granted' }],
    })),
    mappings: Array.from({ length: Math.ceil(groups / 10) }, (_, i) => ({
      provider,
      group: groupOf(i * 10),
      roles: [`role-${i % 100}`],
    })),
  }
}

/** The groups of a user; after a round of changes, one user in a hundred has others. */
export function groupNumbers(
  i: number,
  round: number,
  { groups, each }: { readonly groups: number; readonly each: number },
): readonly number[] {
  const shift = i % 100 === 0 ? round : 0
  return [...new Set(Array.from({ length: each }, (_, j) => (i * 7 + j * 131 + shift) % groups))].toSorted(
    (a, b) => a - b,
  )
}

/** Writes them into a store, fifty at a time. */
export async function linkUsers(store: Store, linked: LinkedUsers): Promise<void> {
  const batch = 50
  for (let i = 0; i < linked.users; i += batch) {
    const operations = Array.from({ length: Math.min(batch, linked.users - i) }, (_, j): Operation[] => {
      const subject = userOf(i + j)
      const user = { id: subject, title: subject, suspended: false, createdAt: '2026-01-01T00:00:00.000Z' }
      const account = { provider, issuer: linked.issuer, id: linked.accountOf(i + j) }
      const groups = linked.groupsOf?.(i + j)
      return [
        { kind: 'put-user', user },
        ...linkEntries(subject, account).put.map((entry): Operation => ({ kind: 'put-entry', entry })),
        ...(groups === undefined ? [] : [{ kind: 'put-groups', subject, provider, groups } as const]),
      ]
    }).flat()
    await write(store, operations)
    if (i % 1_000 === 0) linked.onProgress(i)
  }
}
