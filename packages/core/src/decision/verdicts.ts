import type { Context } from '../context/context.ts'
import type { NameFacts } from '../context/name-table.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { Holding } from './holdings.ts'
import type { Programs } from './programs.ts'

/** What a set of roles says about one permission. */
interface Verdict {
  /** Whether it is granted without a resource. */
  readonly everywhere: boolean
  /** Whether it is granted for every name, for none, or `undefined` when it depends on the name. */
  readonly anyName: boolean | undefined
  /** Where the programs begin that may grant it for some name, and beside each the scope within which its role speaks. */
  readonly programs: readonly number[]
  readonly scopes: readonly (Context | undefined)[]
}

const none: readonly never[] = []

/** Where names make no difference, all permissions of all subjects share these. */
const never: Verdict = { everywhere: false, anyName: false, programs: none, scopes: none }
const always: Verdict = { everywhere: true, anyName: true, programs: none, scopes: none }

/**
 * The answers of one set of held roles, worked out once per permission. Where a context or scope is involved a
 * verdict is the few programs that may grant, each made once for its role.
 *
 * Says the same as `evaluateHolding` over all holdings; tests compare the two.
 */
export class Verdicts {
  readonly #programs: Programs
  readonly #holdings: readonly Holding[]
  readonly #verdicts: (Verdict | undefined)[]

  constructor(policy: CompiledPolicy, holdings: readonly Holding[]) {
    this.#programs = policy.programs
    this.#holdings = holdings
    this.#verdicts = Array.from({ length: policy.permissions.nodes.length })
  }

  /** Whether any role grants the node for every name. */
  grantsEverywhere(node: number): boolean {
    return (this.#verdicts[node] ?? this.#judge(node)).everywhere
  }

  /** Whether any role grants the node for this name, whose facts are of the same policy. */
  grants(node: number, name: string, facts: NameFacts): boolean {
    const { anyName, programs, scopes } = this.#verdicts[node] ?? this.#judge(node)
    if (anyName !== undefined) return anyName
    for (let i = 0; i < programs.length; i++) {
      const scope = scopes[i]
      if (scope !== undefined && !scope.matches(name)) continue
      if (this.#programs.run(programs[i] as number, facts.matching)) return true
    }
    return false
  }

  #judge(node: number): Verdict {
    const programs: number[] = []
    const scopes: (Context | undefined)[] = []
    let everywhere = false
    let everyName = false
    for (const { role, scope } of this.#holdings) {
      const program = this.#programs.of(role, node)
      if (scope === undefined) {
        everywhere ||= program.grantsEverywhere
        everyName ||= program.fixed === true
      }
      if (program.fixed === false) continue
      programs.push(program.start)
      scopes.push(scope)
    }
    const verdict: Verdict =
      programs.length === 0
        ? never
        : everyName
          ? everywhere
            ? always
            : { ...always, everywhere }
          : { everywhere, anyName: undefined, programs, scopes }
    this.#verdicts[node] = verdict
    return verdict
  }
}
