import type { State } from '../policy/policy.ts'
import { holdingMayGrantSome } from './can-some.ts'
import { decide } from './decision.ts'
import type { Reason } from './decision.ts'
import type { Snapshot } from './snapshot.ts'

/** A pattern that matters for a permission, without the role it stands in. */
export interface ContextView {
  readonly state: State
  /** Absent: every resource within the scope. */
  readonly context?: string
  readonly scope?: string
}

/** One line of "view my permissions". */
export interface PermissionView {
  readonly permission: string
  readonly title: string
  /** Titles from the top: `Project › Create Project`. */
  readonly path: string
  readonly depth: number
  /** The answer without a resource, "for every name". */
  readonly state: State
  /** Whether it may be granted for some resource. */
  readonly some: boolean
  readonly contexts: readonly ContextView[]
  readonly reason: Reason
}

/** Whether some name may be granted. Pure. */
export function canSome(snapshot: Snapshot, node: number): boolean {
  if (node === -1 || snapshot.standing === 'suspended') return false
  if (snapshot.standing !== 'roles') return true
  return snapshot.holdings.list.some((held) => holdingMayGrantSome(snapshot.policy, held, node))
}

/**
 * The rules, of the node and those above it, that speak about some names only, because of their context or of
 * the scope a role is held with; each once, the nearest first. For showing; `filter` is what decides about names.
 */
export function contextsOf(snapshot: Snapshot, start: number): readonly ContextView[] {
  const found = new Map<string, ContextView>()
  if (snapshot.standing !== 'roles') return []
  const { parents } = snapshot.policy.permissions
  for (let node = start; node !== -1; node = parents[node] as number) {
    for (const { role, scope } of snapshot.holdings.list) {
      for (const { state, context } of role.rules.get(node) ?? []) {
        if (context === undefined && scope === undefined) continue
        const view = Object.freeze({
          state,
          ...(context === undefined ? {} : { context: context.text }),
          ...(scope === undefined ? {} : { scope: scope.text }),
        })
        found.set(JSON.stringify([state, context?.text, scope?.text]), view)
      }
    }
  }
  return Object.freeze([...found.values()])
}

/** Every node of the catalogue with the subject's own answer; no role names. Pure. */
export function listPermissions(snapshot: Snapshot): readonly PermissionView[] {
  const list = snapshot.policy.permissions.nodes.map((node, i) => {
    const { state, reason } = decide(snapshot, { permission: node.name, node: i, name: undefined })
    return Object.freeze({
      permission: node.name,
      title: node.title,
      path: node.path,
      depth: node.depth,
      state,
      some: canSome(snapshot, i),
      contexts: contextsOf(snapshot, i),
      reason,
    })
  })
  return Object.freeze(list)
}
