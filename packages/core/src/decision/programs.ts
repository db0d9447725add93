import type { Permissions } from '../catalogue/permissions.ts'
import { everyResource } from '../context/context-index.ts'
import { NumberList } from '../number-list.ts'
import type { CompiledRole, CompiledRule } from './compiled-role.ts'

/** What one role says about one permission. */
export interface Program {
  /** Whether the answer without a resource is Granted. */
  readonly grantsEverywhere: boolean
  /** Whether Granted is the answer for every name, for none, or `undefined` when it depends on the name. */
  readonly fixed: boolean | undefined
  /** Where its code begins. */
  readonly start: number
}

/** The longest program that is searched from its beginning. */
const shortProgram = 12

/** The rules that a walk meets, the nearest node first; those behind a rule for every resource are never reached. */
function walk(
  role: CompiledRole,
  start: number,
  parents: Int32Array,
): { rules: CompiledRule[]; everywhere: boolean } {
  const rules: CompiledRule[] = []
  let everywhere: boolean | undefined
  for (let node = start; node !== -1; node = parents[node] as number) {
    const here = role.rules.get(node)
    if (here === undefined) continue
    rules.push(...here)
    const last = (here.at(-1) as CompiledRule).contextId === everyResource
    if (everywhere === undefined) {
      if (here.some((rule) => rule.state === 'forbidden')) everywhere = false
      else if (last) everywhere = true
    }
    if (last) break
  }
  return { rules, everywhere: everywhere ?? false }
}

/**
 * What each role says about each permission that was asked for, as short lists of numbers in one array: a check
 * reads little and close together. A program is its length, then for each entry twice the context's number, and
 * one more for Granted; the first entry whose context matches a name decides.
 *
 * A name is given as its record in a `NameTable`: how many contexts match it, and which.
 */
export class Programs {
  readonly #parents: Int32Array
  readonly #known = new Map<CompiledRole, Map<number, Program>>()
  /** For long programs: where in its list each context stands. */
  readonly #order = new Map<number, ReadonlyMap<number, number>>()
  readonly #code = new NumberList()

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

  /** Whether the program that begins at `start` says Granted for the name recorded at `place`. */
  run(start: number, records: Int32Array, place: number): boolean {
    const code = this.#code.numbers
    const length = code[start] as number
    const first = place + 1
    const behind = first + (records[place] as number)
    if (length > shortProgram) return this.#runLong(start, length, records, first, behind)
    for (let i = start + 1; i <= start + length; i++) {
      const entry = code[i] as number
      const context = entry >>> 1
      if (context === everyResource) return entry === 1
      for (let j = first; j < behind; j++) if (records[j] === context) return (entry & 1) === 1
    }
    return false
  }

  /** Few contexts match a name: rather than search a long program for them, looks up where each stands in it. */
  #runLong(start: number, length: number, records: Int32Array, first: number, behind: number): boolean {
    const order = this.#order.get(start) as ReadonlyMap<number, number>
    let decides = order.get(everyResource) ?? length
    for (let j = first; j < behind; j++) {
      const at = order.get(records[j] as number)
      if (at !== undefined && at < decides) decides = at
    }
    return decides < length && ((this.#code.numbers[start + 1 + decides] as number) & 1) === 1
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
    const start = this.#code.length
    this.#code.push(entries.length)
    for (const entry of entries) this.#code.push(entry)
    if (entries.length > shortProgram) this.#order.set(start, order)
    return { grantsEverywhere: everywhere, fixed: always ? true : grants ? undefined : false, start }
  }
}
