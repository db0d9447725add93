import { NumberList } from '../number-list.ts'
import type { ContextIndex } from './context-index.ts'
import { isProperName } from './proper-name.ts'

/** Names, and characters of names, that a table holds before it begins anew. */
export const tableSize = 65_536
/** Characters for each name, on average. */
const charactersEach = 61

/** What stands for a name that is improper. */
export const improperName = -1

/**
 * Remembers, for each proper name that was asked about, which contexts match it. Bounded: when it is full it
 * forgets everything and begins anew.
 *
 * A name's record is how many contexts match it, and their numbers; all records lie in one array, so that a check
 * reads little and close together.
 */
export class NameTable {
  readonly #index: ContextIndex
  readonly #size: number
  #places = new Map<string, number>()
  #records = new NumberList()
  /** The record that is being made; one array for all of them. */
  readonly #scratch = [0]
  #characters = 0

  /** @param size Names that are remembered. */
  constructor(index: ContextIndex, size: number = tableSize) {
    this.#index = index
    this.#size = size
  }

  /** All records. Read it anew after every `find`. */
  get records(): Int32Array {
    return this.#records.numbers
  }

  /** Where a name's record begins, or -1 for what is no proper name. */
  find(name: string): number {
    return this.#places.get(name) ?? this.#learn(name)
  }

  #learn(name: string): number {
    if (!isProperName(name)) return improperName
    if (this.#places.size >= this.#size || this.#characters >= this.#size * charactersEach) {
      this.#characters = 0
      this.#places = new Map()
      this.#records = new NumberList()
    }
    const record = this.#scratch
    record.length = 1
    this.#index.collect(name, record)
    record[0] = record.length - 1
    const place = this.#records.append(record)
    this.#places.set(name, place)
    this.#characters += name.length
    return place
  }
}
