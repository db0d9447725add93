import { deepFreeze } from '../deep-freeze.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import type { Store, StoredPolicy } from '../store/store.ts'
import { policyDiagnostics } from './diagnostics.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { ReadGroupOptions } from './group-options.ts'
import type { IgnoredRoles } from './ignored-roles.ts'
import { leadingRoles } from './leading-roles.ts'
import { mappingDiagnostics } from './mapping-diagnostics.ts'
import type { Snapshots } from './snapshots.ts'

/** What is odd about the mapping rows of a policy. */
export function storedMappingDiagnostics(
  stored: StoredPolicy,
  snapshots: Snapshots,
  { providers }: ReadGroupOptions,
): readonly Diagnostic[] {
  return mappingDiagnostics(stored, snapshots.mapping(stored).faults, providers)
}

/** All that an authorizer over a store has to say about its policy. @throws what reading the store throws */
export async function collectDiagnostics(
  [policy, stored]: readonly [CompiledPolicy, StoredPolicy],
  {
    store,
    lists,
    groups,
  }: { readonly store: Store; readonly lists: RoleLists; readonly groups: ReadGroupOptions },
  snapshots: Snapshots,
  ignored: IgnoredRoles,
): Promise<readonly Diagnostic[]> {
  const given = await leadingRoles(policy.documents, store, lists, snapshots.handedIn())
  return deepFreeze([
    ...policyDiagnostics(policy, stored, given),
    ...storedMappingDiagnostics(stored, snapshots, groups),
    ...ignored.diagnostics(),
  ])
}
