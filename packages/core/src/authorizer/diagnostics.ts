import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import type { CompiledRole } from '../decision/compiled-role.ts'
import { mayOverlap } from '../context/overlap.ts'
import { scanContext } from '../context/scan-context.ts'
import { parentName, root } from '../catalogue/permission-name.ts'
import { isReserved, reservedRoot } from '../catalogue/reserved.ts'
import type { StoredPolicy } from '../store/store.ts'

/** Something in the policy, or in how it is used, that somebody should look at. */
export interface Diagnostic {
  readonly kind:
    | 'permission-unknown'
    | 'context-unacceptable'
    | 'state-unacceptable'
    | 'inherited-role-unknown'
    | 'administrator-inherited'
    | 'context-doubtful'
    | 'role-ignored'
    | 'rules-overlap'
    | 'role-unreachable'
    | 'mapping-unmatched'
    | 'mapping-mixed'
  /** `error`: a Forbidden is lost or read differently than written. */
  readonly severity: 'error' | 'warning'
  readonly role: string
  readonly message: string
}

/** Names that a rule for a permission that is gone could still be inherited from. */
function* ancestorNames(permission: string): Generator<string> {
  for (let name = parentName(permission); name !== undefined; name = parentName(name)) yield name
  if (!isReserved(permission)) yield root
  else yield reservedRoot
}

function grantsAncestor(policy: CompiledPolicy, role: CompiledRole | undefined, permission: string): boolean {
  for (const name of ancestorNames(permission)) {
    const node = policy.permissions.index.get(name) ?? policy.permissions.former.get(name)
    if (node !== undefined && role?.rules.get(node)?.some((rule) => rule.state === 'granted') === true)
      return true
  }
  return false
}

/** Stored things that are read safely instead of as written. */
export function storedDiagnostics(policy: CompiledPolicy): Diagnostic[] {
  return policy.faults.map(({ role, rule, inherits, why }): Diagnostic => {
    const name = JSON.stringify(role)
    switch (why) {
      case 'permission-unknown': {
        const permission = rule?.permission ?? ''
        const lost = rule?.state === 'forbidden' && grantsAncestor(policy, policy.roles.get(role), permission)
        const message = `Role ${name} has a ${rule?.state} rule for ${JSON.stringify(permission)}, which is not in the catalogue; it is ignored.`
        const fix =
          ' The role grants an ancestor, so what was forbidden may now be granted: declare the new name with `formerly`.'
        return {
          kind: 'permission-unknown',
          severity: lost ? 'error' : 'warning',
          role,
          message: lost ? message + fix : message,
        }
      }
      case 'context-unacceptable': {
        const read = rule?.state === 'forbidden' ? 'it counts for every resource' : 'it is ignored'
        const message = `Role ${name} has a ${rule?.state} rule whose context ${JSON.stringify(rule?.context)} is not accepted; ${read}.`
        return { kind: 'context-unacceptable', severity: 'error', role, message }
      }
      case 'state-unacceptable':
        return {
          kind: 'state-unacceptable',
          severity: 'error',
          role,
          message: `Role ${name} has a rule for ${JSON.stringify(rule?.permission)} that neither grants nor forbids; it counts as Forbidden for every resource.`,
        }
      case 'role-unknown':
        return {
          kind: 'inherited-role-unknown',
          severity: 'warning',
          role,
          message: `Role ${name} inherits unknown role ${JSON.stringify(inherits)}; it is ignored.`,
        }
      case 'administrator-inherited':
        return {
          kind: 'administrator-inherited',
          severity: 'error',
          role,
          message: `Role ${name} inherits the administrator role ${JSON.stringify(inherits)}; it is ignored.`,
        }
    }
  })
}

/** Contexts that are accepted but probably not what was meant, as `**` that is not a whole segment. */
export function contextDiagnostics(policy: CompiledPolicy): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const role of policy.roles.values()) {
    for (const rules of role.rules.values()) {
      for (const { context } of rules) {
        if (context === undefined || !context.text.includes('**')) continue
        for (const { message } of scanContext(context.text).warnings) {
          const text = `Role ${JSON.stringify(role.id)}: in context ${JSON.stringify(context.text)}, ${message}.`
          found.push({ kind: 'context-doubtful', severity: 'warning', role: role.id, message: text })
        }
      }
    }
  }
  return found
}

/** Rules of one node and opposite states whose contexts may match the same name, neither plainly the other's exception. */
export function overlapDiagnostics(policy: CompiledPolicy): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const role of policy.roles.values()) {
    for (const [node, rules] of role.rules) {
      const [granted, forbidden] = (['granted', 'forbidden'] as const).map((state) =>
        rules.filter((rule) => rule.state === state),
      )
      for (const a of granted ?? []) {
        for (const b of forbidden ?? []) {
          if (found.length >= 1_000) return found
          if (a.context === undefined || b.context === undefined || a.context.plain || b.context.plain)
            continue
          if (!mayOverlap(a.context, b.context)) continue
          const permission = policy.permissions.nodes[node]?.name ?? ''
          const winner = a.context.literals > b.context.literals ? 'Granted' : 'Forbidden'
          const message =
            `Role ${JSON.stringify(role.id)}: ${permission} is granted in ${a.context.text} and forbidden in ${b.context.text}; ` +
            `where both match, ${winner} decides.`
          found.push({ kind: 'rules-overlap', severity: 'warning', role: role.id, message })
        }
      }
    }
  }
  return found
}

/** Roles that no assignment, mapping, default, handed-in subject or reachable role leads to. */
export function unreachableDiagnostics(
  policy: CompiledPolicy,
  stored: StoredPolicy,
  given: Iterable<string>,
): Diagnostic[] {
  const reached = new Set<string>()
  const pending = [...given, ...stored.mappings.flatMap((row) => row.roles)]
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    pending.push(...(policy.roles.get(id)?.inherits ?? []))
  }
  const lost = [...policy.roles.values()].filter((role) => !reached.has(role.id))
  return lost.map(({ id }) => ({
    kind: 'role-unreachable',
    severity: 'warning',
    role: id,
    message: `Role ${JSON.stringify(id)} is held by nobody, and nothing leads to it.`,
  }))
}

/** All that a policy itself shows. @param given Roles that something leads to. */
export function policyDiagnostics(
  policy: CompiledPolicy,
  stored: StoredPolicy,
  given: Iterable<string>,
): Diagnostic[] {
  return [
    ...storedDiagnostics(policy),
    ...contextDiagnostics(policy),
    ...overlapDiagnostics(policy),
    ...unreachableDiagnostics(policy, stored, given),
  ]
}
