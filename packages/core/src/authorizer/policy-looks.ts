import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import type { Store, StoreView } from '../store/store.ts'
import type { PolicyCompiler } from './policy-compiler.ts'
import { SecondLook } from './second-look.ts'
import type { Snapshots } from './snapshots.ts'

/** Looks at a store through the policy that it shows, once that is ready. */
export type PolicyLooks = SecondLook<StoreView, CompiledPolicy, Snapshot>

/** @param store Guarded, so that it can be read anew. */
export function policyLooks(store: Store, compiler: PolicyCompiler, snapshots: Snapshots): PolicyLooks {
  return new SecondLook(
    (id) => (store.reread as NonNullable<Store['reread']>)(id),
    (show, use) => compiler.use(show, use),
    (policy, view: StoreView, subject, now) => snapshots.of(policy, view, subject, now),
  )
}
