// Worlds of the specification through the product's decision bundles.
import { createAuthorizer, memoryStore } from '@trilatch/core'
import type { Access, DecisionBundle, OnDemandStore, Store } from '@trilatch/core'
import { catalogueOf } from '../differential/real.ts'
import type { World } from '../specification/specification.ts'

/** A version that is the same in every run, so that what is written down does not change. */
const fixed = { version: 'v1', position: '1-0 v1' }

export interface Bundled {
  /** Of a process that has made the bundle. */
  readonly access: Access
  /** Of another that has found it. */
  readonly second: Access
  readonly bundle: DecisionBundle
}

/** The accesses of a world's subject without the policy, and the bundle between them. */
export async function bundledWorld(world: World): Promise<Bundled> {
  const inner = memoryStore({ roles: world.roles })
  const offered = inner.onDemand as OnDemandStore
  const { policy } = await offered.view(null)
  const lean = { ...policy, ...fixed }
  let text: string | undefined
  const onDemand: OnDemandStore = {
    ...offered,
    view: () => ({ policy: lean, subject: null }),
    roles: (_, ids) => offered.roles(policy, ids),
    bundle: async () => (text === undefined ? null : (JSON.parse(text) as unknown)),
    putBundle: async (_, bundle) => void (text = JSON.stringify(bundle)),
  }
  const store: Store = { ...inner, onDemand }
  const { roles, suspended = false } = world.subject
  const obtain = (): Promise<Access> =>
    createAuthorizer({ permissions: catalogueOf(world), store, policy: 'on-demand' }).access({
      id: 'somebody',
      roles,
      suspended,
    })
  const [access, second] = [await obtain(), await obtain()]
  if (text === undefined) throw new Error('No bundle was written')
  return { access, second, bundle: JSON.parse(text) as DecisionBundle }
}
