import type { CompiledPolicy, CompiledRole, CompiledRule } from './compiled-policy.ts'
import type { Holding } from './holdings.ts'

/** What a role says about one permission, as a list to run: the first rule whose context matches decides. */
interface Program {
  /** The answer when asked without a resource. */
  readonly grantsEverywhere: boolean
  /** The answer for every name, when names make no difference. */
  readonly fixed: boolean | undefined
  readonly rules: readonly CompiledRule[]
}

/** A program as a subject holds it. */
interface HeldProgram {
  readonly holding: Holding
  readonly rules: readonly CompiledRule[]
}

const known = 1
const grantedEverywhere = 2
const grantedForAnyName = 4
const dependsOnName = 8

/** Joins the rules met on the walk up: nearer nodes come first, so "first match decides" is the whole rule. */
function compile(policy: CompiledPolicy, role: CompiledRole, start: number): Program {
  const rules: CompiledRule[] = []
  let everywhere: boolean | undefined
  for (let node = start; node !== -1; node = policy.permissions.parents[node] ?? -1) {
    const here = role.rules.get(node)
    if (here === undefined) continue
    rules.push(...here)
    const last = here.at(-1)?.context === undefined
    if (everywhere === undefined) {
      if (here.some((rule) => rule.state === 'forbidden')) everywhere = false
      else if (last) everywhere = true
    }
    // A rule for every resource is the least specific of its node: nothing above it is ever reached.
    if (last) break
  }
  const fallback = rules.at(-1)?.context === undefined ? rules.at(-1)?.state : undefined
  const grants = rules.some((rule) => rule.state === 'granted')
  const always = fallback === 'granted' && rules.every((rule) => rule.state === 'granted')
  return { grantsEverywhere: everywhere ?? false, fixed: always ? true : grants ? undefined : false, rules }
}

function runs(rules: readonly CompiledRule[], name: string): boolean {
  for (const rule of rules) {
    if (rule.context === undefined || rule.context.matches(name)) return rule.state === 'granted'
  }
  return false
}

/**
 * The answers of one set of held roles, worked out once per permission and kept as one byte each; where a
 * context is involved, as a short list of rules per role.
 *
 * Says the same as `evaluateHolding` over all holdings; tests compare the two.
 */
export class Verdicts {
  readonly #policy: CompiledPolicy
  readonly #holdings: readonly Holding[]
  readonly #bytes: Uint8Array
  readonly #programs: (readonly HeldProgram[] | undefined)[] = []

  constructor(policy: CompiledPolicy, holdings: readonly Holding[]) {
    this.#policy = policy
    this.#holdings = holdings
    this.#bytes = new Uint8Array(policy.permissions.nodes.length)
  }

  /** Whether any role grants the node for every name. */
  grantsEverywhere(node: number): boolean {
    return ((this.#bytes[node] || this.#judge(node)) & grantedEverywhere) !== 0
  }

  /** Whether any role grants the node for this proper name. */
  grants(node: number, name: string): boolean {
    const byte = this.#bytes[node] || this.#judge(node)
    if ((byte & dependsOnName) === 0) return (byte & grantedForAnyName) !== 0
    for (const { holding, rules } of this.#programs[node] ?? []) {
      if ((holding.scope === undefined || holding.scope.matches(name)) && runs(rules, name)) return true
    }
    return false
  }

  #judge(node: number): number {
    let byte = known
    const programs: HeldProgram[] = []
    for (const holding of this.#holdings) {
      const { grantsEverywhere, fixed, rules } = compile(this.#policy, holding.role, node)
      if (holding.scope === undefined) {
        if (grantsEverywhere) byte |= grantedEverywhere
        if (fixed === true) byte |= grantedForAnyName
      }
      if (fixed === undefined || (fixed && holding.scope !== undefined)) programs.push({ holding, rules })
    }
    if ((byte & grantedForAnyName) === 0 && programs.length > 0) {
      byte |= dependsOnName
      this.#programs[node] = programs
    }
    this.#bytes[node] = byte
    return byte
  }
}
