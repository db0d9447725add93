import { BoundedMap } from '../bounded-map.ts'
import { own } from '../own.ts'
import type { LeanView, OnDemandStore } from './on-demand.ts'
import type { StoredPolicy, StoredRole, SubjectRecord } from './store.ts'

/** Bundles that are kept; twice as many at most. */
const keptBundles = 500

/** What a memory store offers a process that does not hold the policy: little gain, and the same answers. */
export function memoryOnDemand(state: {
  readonly policy: StoredPolicy
  readonly subjects: ReadonlyMap<string, SubjectRecord>
}): OnDemandStore {
  const bundles = new BoundedMap<string, string>(keptBundles)
  const view = (subject: string | null): LeanView => ({
    policy: state.policy,
    subject: subject === null ? null : (state.subjects.get(subject) ?? null),
  })
  return {
    deadlineMs: Infinity,
    view,
    reread: view,
    bundle: async (key) => {
      const text = bundles.get(key)
      return text === undefined ? null : (JSON.parse(text) as unknown)
    },
    putBundle: async (key, bundle) => bundles.set(key, JSON.stringify(bundle)),
    roles: async ({ version }, ids) => {
      if (version !== state.policy.version) return undefined
      const found = new Map<string, StoredRole>()
      const pending = [...ids]
      for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        const stored = state.policy.roles.get(id)
        if (stored === undefined || found.has(id)) continue
        found.set(id, stored)
        pending.push(...(own(stored.role, 'inherits') ?? []))
      }
      return found
    },
  }
}
