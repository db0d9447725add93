import { NumberList } from '../number-list.ts'
import type { ContextIndex } from './context-index.ts'
import { isProperName } from './proper-name.ts'
import { SeenNames } from './seen-names.ts'

/** Names, and characters of names, that a table holds before it begins anew. */
export const tableSize = 65_536
/** Characters for each name, on average. */
const charactersEach = 64
const tableCharacters = 4_000_000

/** What stands for a name that is improper. */
export const improperName = -1

/**
 * Remembers, for each proper name that is asked about again, which contexts match it. Bounded: when it is full it
 * forgets everything and begins anew.
 *
 * A name's record is how many contexts match it, and their numbers; all records lie in one array, so that a check
 * reads little and close together. The record of a name that was not seen before is overwritten by the next: of a
 * stream of new names most never come again, and keeping them would cost more than working them out.
 */
export class NameTable {
  readonly #index: ContextIndex
  readonly #size: number
  readonly seen: SeenNames
  #places = new Map<string, number>()
  #records = new NumberList()
  #characters = 0

  /**
   * @param seen Names that were asked about before there was this table.
   * @param size Names that are remembered.
   */
  constructor(index: ContextIndex, seen: SeenNames = new SeenNames(), size: number = tableSize) {
    this.#index = index
    this.#size = size
    this.seen = seen
  }

  /** All records. Read it anew after every `find`. */
  get records(): Int32Array {
    return this.#records.numbers
  }

  /** Where a name's record begins, good until the next `find`; or -1 for what is no proper name. */
  find(name: string): number {
    return this.#places.get(name) ?? this.#learn(name)
  }

  #learn(name: string): number {
    if (!isProperName(name)) return improperName
    if (this.seen.sees(name)) return this.#keep(name)
    const place = this.#record(name)
    this.#records.release(place)
    return place
  }

  #keep(name: string): number {
    if (
      this.#places.size >= this.#size ||
      this.#characters >= Math.min(this.#size * charactersEach, tableCharacters)
    ) {
      this.#characters = 0
      this.#places = new Map()
      this.#records = new NumberList()
    }
    const place = this.#record(name)
    this.#places.set(name, place)
    this.#characters += name.length
    return place
  }

  /** Writes a record behind all others. */
  #record(name: string): number {
    const records = this.#records
    const place = records.length
    records.push(0)
    this.#index.collect(name, records)
    records.numbers[place] = records.length - place - 1
    return place
  }
}
