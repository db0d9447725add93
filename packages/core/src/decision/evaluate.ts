import type { State } from '../policy/policy.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { CompiledRole, CompiledRule } from './compiled-role.ts'
import type { Holding } from './holdings.ts'

/** One node that a walk visited, and what the role's rules there said. */
export interface Visit {
  readonly node: number
  readonly rules: readonly CompiledRule[]
  readonly matched: readonly CompiledRule[]
  readonly decided: CompiledRule | undefined
}

/** What one role says to one question. */
export interface RoleAnswer {
  /** `undefined`: it says nothing. */
  readonly state: State | undefined
  /** The node and the rule that decided. */
  readonly node?: number
  readonly rule?: CompiledRule
  /** Nodes visited, from the permission up. */
  readonly visits: readonly Visit[]
}

const silent: RoleAnswer = Object.freeze({ state: undefined, visits: [] })

/** Among the rules of one node, those that speak about this name and the one that decides. */
function ask(rules: readonly CompiledRule[], name: string | undefined): Pick<Visit, 'matched' | 'decided'> {
  if (name !== undefined) {
    // The rules are in the order in which they decide, so the first that matches does.
    const matched = rules.filter((rule) => rule.context === undefined || rule.context.matches(name))
    return { matched, decided: matched[0] }
  }
  // "For every name": any Forbidden, whatever its context, else Granted for every resource.
  const decided = firstForbidden(rules) ?? rules.find((rule) => rule.context === undefined)
  return { matched: rules.filter((rule) => rule === decided), decided }
}

/** The Forbidden rule whose context comes first in the order of its text; every resource is before all others. */
function firstForbidden(rules: readonly CompiledRule[]): CompiledRule | undefined {
  let first: CompiledRule | undefined
  for (const rule of rules) {
    if (rule.state !== 'forbidden') continue
    if (first === undefined || (rule.context?.text ?? '') < (first.context?.text ?? '')) first = rule
  }
  return first
}

/**
 * The rule inside one role: walk from the node to its root, stop at the first node where a rule
 * speaks about the name; there the most specific context decides, and Forbidden when those disagree.
 *
 * Pure: no input or output, no clock, no promise. This is the readable form; `Verdicts` is the fast one, and tests compare them.
 *
 * @param name A proper name, or `undefined` to ask "for every name".
 */
export function evaluateRole(
  policy: CompiledPolicy,
  role: CompiledRole,
  start: number,
  name: string | undefined,
): RoleAnswer {
  const visits: Visit[] = []
  for (let node = start; node !== -1; node = policy.permissions.parents[node] as number) {
    const rules = role.rules.get(node) ?? []
    const { matched, decided } = ask(rules, name)
    visits.push({ node, rules, matched, decided })
    if (decided !== undefined) return { state: decided.state, node, rule: decided, visits }
  }
  return { state: undefined, visits }
}

/** What a role says as this subject holds it: within its scope only, and nothing when asked without a resource. */
export function evaluateHolding(
  policy: CompiledPolicy,
  held: Holding,
  node: number,
  name: string | undefined,
): RoleAnswer {
  if (held.scope !== undefined && (name === undefined || !held.scope.matches(name))) return silent
  return evaluateRole(policy, held.role, node, name)
}
