import type { MemoryState } from './memory-state.ts'
import type { MemoryVault } from './memory-vault.ts'
import type { Precondition } from './store.ts'

/** The version that something has now; `null` where there is none. */
export function versionOf(state: MemoryState, vault: MemoryVault, { kind, id }: Precondition): string | null {
  switch (kind) {
    case 'policy':
      return state.policy.version
    case 'mappings':
      return state.policy.mappingsVersion
    case 'role':
      return state.policy.roles.get(id)?.version ?? null
    case 'members':
      return membersVersion(state, id)
    case 'subject':
      return state.subjects.get(id)?.version ?? null
    case 'user':
      return state.users.get(id)?.version ?? null
    case 'entry':
      return vault.versionOf(id)
  }
}

/** A role that nobody was ever given has an empty list at the version it began with. */
export function membersVersion(state: MemoryState, role: string): string {
  return state.memberVersions.get(role) ?? 'empty'
}
