import type { Permissions } from '../catalogue/permissions.ts'
import { everyResource } from '../context/context-index.ts'
import type { CompiledRole, CompiledRule } from './compiled-role.ts'

/** What one role says about one permission. */
export interface Program {
  /** Whether the answer without a resource is Granted. */
  readonly grantsEverywhere: boolean
  /** Whether Granted is the answer for every name, for none, or `undefined` when it depends on the name. */
  readonly fixed: boolean | undefined
  /** Where its entries begin. */
  readonly start: number
}

/** The longest list of entries that is searched from its beginning. */
const shortList = 12

/** The rules that a walk meets, the nearest node first; those behind a rule for every resource are never reached. */
function walk(
  role: CompiledRole,
  start: number,
  parents: Int32Array,
): { rules: CompiledRule[]; everywhere: boolean } {
  const rules: CompiledRule[] = []
  let everywhere: boolean | undefined
  for (let node = start; node !== -1; node = parents[node] ?? -1) {
    const here = role.rules.get(node)
    if (here === undefined) continue
    rules.push(...here)
    const last = here.at(-1)?.contextId === everyResource
    if (everywhere === undefined) {
      if (here.some((rule) => rule.state === 'forbidden')) everywhere = false
      else if (last) everywhere = true
    }
    if (last) break
  }
  return { rules, everywhere: everywhere ?? false }
}

/**
 * What each role says about each permission that was asked for, as short lists of numbers in one array: the first
 * entry whose context matches a name decides. One array keeps what a check reads close together.
 *
 * A list is its length, then for each entry twice the context's number, and one more for Granted.
 */
export class Programs {
  readonly #parents: Int32Array
  readonly #known = new Map<CompiledRole, Map<number, Program>>()
  /** For long lists: where in its list each context stands. */
  readonly #order = new Map<number, ReadonlyMap<number, number>>()
  #code = new Int32Array(1_024)
  #end = 0

  constructor({ parents }: Permissions) {
    this.#parents = parents
  }

  /** The program of a role for a permission; made when it is first asked for. */
  of(role: CompiledRole, node: number): Program {
    let byNode = this.#known.get(role)
    if (byNode === undefined) this.#known.set(role, (byNode = new Map()))
    const known = byNode.get(node)
    if (known !== undefined) return known
    const program = this.#compile(role, node)
    byNode.set(node, program)
    return program
  }

  /** Whether the program that begins at `start` says Granted for a name, given the numbers of the contexts that match it. */
  run(start: number, matching: readonly number[]): boolean {
    const code = this.#code
    const length = code[start] as number
    if (length > shortList) return this.#runLong(start, length, matching)
    for (let i = start + 1; i <= start + length; i++) {
      const entry = code[i] as number
      const context = entry >>> 1
      if (context === everyResource) return entry === 1
      for (let j = 0; j < matching.length; j++) if (matching[j] === context) return (entry & 1) === 1
    }
    return false
  }

  /** Few contexts match a name: rather than search a long list for them, looks up where each stands in it. */
  #runLong(start: number, length: number, matching: readonly number[]): boolean {
    const order = this.#order.get(start) as ReadonlyMap<number, number>
    let first = order.get(everyResource) ?? length
    for (let j = 0; j < matching.length; j++) {
      const at = order.get(matching[j] as number)
      if (at !== undefined && at < first) first = at
    }
    return first < length && ((this.#code[start + 1 + first] as number) & 1) === 1
  }

  #compile(role: CompiledRole, node: number): Program {
    const { rules, everywhere } = walk(role, node, this.#parents)
    const order = new Map<number, number>()
    const entries: number[] = []
    for (const { contextId, state } of rules) {
      // A context met before has decided already.
      if (order.has(contextId)) continue
      order.set(contextId, entries.length)
      entries.push(contextId * 2 + (state === 'granted' ? 1 : 0))
    }
    const grants = entries.some((entry) => entry % 2 === 1)
    const always = grants && order.has(everyResource) && entries.every((entry) => entry % 2 === 1)
    const start = this.#append(entries)
    if (entries.length > shortList) this.#order.set(start, order)
    return { grantsEverywhere: everywhere, fixed: always ? true : grants ? undefined : false, start }
  }

  #append(entries: readonly number[]): number {
    const start = this.#end
    this.#end += entries.length + 1
    if (this.#end > this.#code.length) {
      const longer = new Int32Array(Math.max(this.#end, this.#code.length * 2))
      longer.set(this.#code)
      this.#code = longer
    }
    this.#code[start] = entries.length
    this.#code.set(entries, start + 1)
    return start
  }
}
