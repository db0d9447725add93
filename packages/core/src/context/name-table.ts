import type { ContextIndex } from './context-index.ts'
import { isProperName } from './proper-name.ts'

/** What is remembered of a resource's name. */
export interface NameFacts {
  /** Counts the names of a table from 0. */
  readonly id: number
  /** Numbers of the contexts that match it. */
  readonly matching: readonly number[]
}

/** Names that a table holds before it begins anew. */
export const tableSize = 65_536

/**
 * Remembers, for each proper name that was asked about, which contexts match it. Bounded: when it is full it
 * forgets everything and starts anew, which `generation` tells to those who keep something by a name's number.
 */
export class NameTable {
  readonly #index: ContextIndex
  #facts = new Map<string, NameFacts>()
  #generation = {}

  constructor(index: ContextIndex) {
    this.#index = index
  }

  /** Changes its identity when the numbers of names begin anew. */
  get generation(): object {
    return this.#generation
  }

  /** `undefined` for what is no proper name. */
  facts(name: string): NameFacts | undefined {
    return this.#facts.get(name) ?? this.#learn(name)
  }

  #learn(name: string): NameFacts | undefined {
    if (!isProperName(name)) return undefined
    if (this.#facts.size >= tableSize) {
      this.#facts = new Map()
      this.#generation = {}
    }
    const facts = { id: this.#facts.size, matching: this.#index.matching(name) }
    this.#facts.set(name, facts)
    return facts
  }
}
