import type { Context } from '../context/context.ts'
import type { NameTable } from '../context/name-table.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { Holding } from './holdings.ts'
import type { Programs } from './programs.ts'

/** A program, and the scope within which its role speaks. */
interface ScopedProgram {
  readonly start: number
  readonly scope: Context | undefined
}

// A verdict is one number: these bits, and above them where in `lists` the programs stand that have to be run.
const known = 1
const grantedEverywhere = 2
const grantedForAnyName = 4
const dependsOnName = 8
const dependsOnScope = 16
const bits = 5

/**
 * The answers of one set of held roles, worked out once per permission and kept as one number each. Where a
 * context or a scope is involved it says which programs to run; each was made once for its role.
 *
 * Says the same as `evaluateHolding` over all holdings; tests compare the two.
 */
export class Verdicts {
  readonly #holdings: readonly Pick<Holding, 'role' | 'scope'>[]
  readonly #programs: Programs
  readonly #names: NameTable
  readonly #verdicts: number[]
  /** For each permission that depends on the name: how many programs, and where each begins. */
  readonly #lists: number[] = []
  readonly #scoped = new Map<number, readonly ScopedProgram[]>()

  constructor(policy: CompiledPolicy, holdings: readonly Pick<Holding, 'role' | 'scope'>[]) {
    this.#holdings = holdings
    this.#programs = policy.programs
    this.#names = policy.names
    this.#verdicts = Array.from({ length: policy.permissions.nodes.length }, () => 0)
  }

  /** Whether any role grants the node for every name. */
  grantsEverywhere(node: number): boolean {
    return (((this.#verdicts[node] as number) || this.#judge(node)) & grantedEverywhere) !== 0
  }

  /** Whether any role grants the node for this name, which stands at `place` in the policy's table. */
  grants(node: number, name: string, place: number): boolean {
    const verdict = (this.#verdicts[node] as number) || this.#judge(node)
    if ((verdict & dependsOnName) === 0) return (verdict & grantedForAnyName) !== 0
    if ((verdict & dependsOnScope) !== 0) return this.#grantsWithin(node, name, place)
    const lists = this.#lists
    const from = verdict >>> bits
    const end = from + (lists[from] as number)
    for (let i = from + 1; i <= end; i++) {
      if (this.#programs.run(lists[i] as number, this.#names.records, place)) return true
    }
    return false
  }

  #grantsWithin(node: number, name: string, place: number): boolean {
    for (const { start, scope } of this.#scoped.get(node) as readonly ScopedProgram[]) {
      if (scope !== undefined && !scope.matches(name)) continue
      if (this.#programs.run(start, this.#names.records, place)) return true
    }
    return false
  }

  #judge(node: number): number {
    const programs: ScopedProgram[] = []
    let verdict = known
    for (const { role, scope } of this.#holdings) {
      const { grantsEverywhere, fixed, start } = this.#programs.of(role, node)
      if (scope === undefined) {
        if (grantsEverywhere) verdict |= grantedEverywhere
        if (fixed === true) verdict |= grantedForAnyName
      }
      if (fixed !== false) programs.push({ start, scope })
    }
    if ((verdict & grantedForAnyName) === 0 && programs.length > 0) {
      verdict |= dependsOnName
      if (programs.some(({ scope }) => scope !== undefined)) {
        verdict |= dependsOnScope
        this.#scoped.set(node, programs)
      } else {
        verdict |= this.#lists.length << bits
        this.#lists.push(programs.length, ...programs.map(({ start }) => start))
      }
    }
    this.#verdicts[node] = verdict
    return verdict
  }
}
