import type { NumberList } from '../number-list.ts'
import { parseContext } from './context.ts'
import type { Context } from './context.ts'
import { TextTree } from './text-tree.ts'

/** The number of "every resource", which matches every name without being asked. */
export const everyResource = 0

/**
 * All contexts of a policy under numbers, each read once: names in one map, patterns in one
 * tree by their beginning, or in another by their end where that says more. It only grows;
 * who changes policies makes a new one when too much of it is no longer used.
 */
export class ContextIndex {
  readonly #contexts: (Context | undefined)[] = [undefined]
  readonly #ids = new Map<string, number>()
  readonly #names = new Map<string, number[]>()
  readonly #beginnings = new TextTree('beginning')
  readonly #ends = new TextTree('end')

  /** How many contexts there are, "every resource" included. */
  get size(): number {
    return this.#contexts.length
  }

  /** The number of a context. @throws TrilatchError `TRILATCH_CONTEXT_INVALID` when it is not accepted. */
  idOf(text: string | undefined): number {
    const known = text === undefined ? everyResource : this.#ids.get(text)
    if (known !== undefined) return known
    const context = parseContext(text)
    if (context === undefined) return everyResource
    const id = this.#contexts.push(context) - 1
    this.#ids.set(context.text, id)
    if (context.end.length > context.literal.length) this.#ends.add(context, id)
    else if (context.kind !== 'name') this.#beginnings.add(context, id)
    else this.#addName(context.literal, id)
    return id
  }

  contextOf(id: number): Context | undefined {
    return this.#contexts[id]
  }

  /** One name may be written in several ways. */
  #addName(name: string, id: number): void {
    const ids = this.#names.get(name)
    if (ids === undefined) this.#names.set(name, [id])
    else ids.push(id)
  }

  /** Appends the numbers of all contexts, but "every resource", that match a proper name. */
  collect(name: string, found: NumberList): void {
    const named = this.#names.get(name)
    if (named !== undefined) for (const id of named) found.push(id)
    this.#beginnings.collect(name, found)
    this.#ends.collect(name, found)
  }
}
