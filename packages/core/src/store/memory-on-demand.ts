import { BoundedMap } from '../bounded-map.ts'
import { own } from '../own.ts'
import type { LeanPolicy, LeanView, OnDemandStore } from './on-demand.ts'
import type { StoredPolicy, StoredRole } from './store.ts'
import type { SubjectRecord } from './subject-record.ts'

/** Bundles that are kept; twice as many at most. */
const keptBundles = 500

/** A policy without its roles. */
function leanOf({ roles, ...rest }: StoredPolicy): LeanPolicy {
  const administrators = [...roles.values()].flatMap(({ role }) =>
    own(role, 'administrator') === true ? [role.id] : [],
  )
  return Object.freeze({ ...rest, administrators: new Set(administrators) })
}

/** What a memory store offers a process that does not hold the policy: little gain, and the same answers. */
export function memoryOnDemand(state: {
  readonly policy: StoredPolicy
  readonly subjects: ReadonlyMap<string, SubjectRecord>
}): OnDemandStore {
  const bundles = new BoundedMap<string, string>(keptBundles)
  let lean: { readonly of: StoredPolicy; readonly policy: LeanPolicy } | undefined
  const view = (subject: string | null): LeanView => {
    if (lean?.of !== state.policy) lean = { of: state.policy, policy: leanOf(state.policy) }
    return { policy: lean.policy, subject: subject === null ? null : (state.subjects.get(subject) ?? null) }
  }
  return {
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
