import { textOf } from '../context/proper-name.ts'
import { improperName, tableSize } from '../context/name-table.ts'
import type { NameTable } from '../context/name-table.ts'
import type { Verdicts } from './verdicts.ts'

/** Shorter lists are asked item by item; longer ones would crowd the table of names. */
const [shortest, longest] = [32, tableSize / 2]

/** Sets of answers that are kept, each of `tableSize` bytes: 4 MB in all. */
const keptAnswers = 64

const unknown = 0
const no = 1
const yes = 2

/** The number of every name that is improper: behind those of the table, where the answer is no. */
const improper = tableSize

/** The names of a list as they were when it was last asked about. */
interface List {
  readonly generation: object
  readonly texts: (string | undefined)[]
  /** The number of each name in the table. */
  ids: Int32Array
}

/**
 * Lists that an application asks about again and again, as arrays it keeps: whose names were looked up already.
 * Every item's name is read and compared each time, so a changed array or item is seen; what is saved is looking
 * each name up, and running the rules once more for the same subject's roles.
 */
export class RememberedLists {
  readonly #names: NameTable
  readonly #lists = new WeakMap<readonly unknown[], List>()
  readonly #answers = new Map<Verdicts, Map<number, Uint8Array>>()
  #generation: object
  #kept = 0

  constructor(names: NameTable) {
    this.#names = names
    this.#generation = names.generation
  }

  /** The items whose name the verdicts grant, or `undefined` when this list is not for remembering. */
  filter<Item>(verdicts: Verdicts, node: number, items: readonly Item[]): Item[] | undefined {
    const { length } = items
    if (length < shortest || length > longest) return undefined
    if (this.#names.generation !== this.#generation) this.#forget()
    const generation = this.#generation
    const { texts, ids } = this.#listOf(items)
    const answers = this.#answersOf(verdicts, node)
    // As long as it can become, and cut at the end: growing it costs more than all the rest.
    const granted: Item[] = []
    granted.length = length
    let count = 0
    for (let i = 0; i < length; i++) {
      const item = items[i] as Item
      const text = typeof item === 'string' ? item : textOf(item)
      if (text !== texts[i]) this.#read(texts, ids, i, text, generation)
      const answer = answers[ids[i] as number]
      if (
        answer === yes ||
        (answer === unknown && this.#ask(verdicts, node, text as string, answers, generation))
      ) {
        granted[count++] = item
      }
    }
    // Reading an item's name may run code of the application, which may fill the table until it begins anew, or
    // change the list: then numbers of two tables were mixed, and the answer is worked out without them.
    if (this.#names.generation !== generation || items.length !== length) return undefined
    granted.length = count
    return granted
  }

  /** Looks up a name that is new in its place. */
  #read(
    texts: (string | undefined)[],
    ids: Int32Array,
    i: number,
    text: string | undefined,
    generation: object,
  ): void {
    const place = text === undefined ? improperName : this.#names.find(text)
    if (this.#names.generation !== generation) return
    texts[i] = text
    ids[i] = place === improperName ? improper : (this.#names.records[place] as number)
  }

  #ask(verdicts: Verdicts, node: number, text: string, answers: Uint8Array, generation: object): boolean {
    const place = this.#names.find(text)
    if (place === improperName || this.#names.generation !== generation) return false
    const granted = verdicts.grants(node, text, place)
    answers[this.#names.records[place] as number] = granted ? yes : no
    return granted
  }

  #listOf(items: readonly unknown[]): List {
    const known = this.#lists.get(items)
    if (known !== undefined && known.generation === this.#generation && known.ids.length === items.length)
      return known
    const texts = Array.from<string | undefined>({ length: items.length })
    const list = { generation: this.#generation, texts, ids: new Int32Array(items.length).fill(improper) }
    this.#lists.set(items, list)
    return list
  }

  #answersOf(verdicts: Verdicts, node: number): Uint8Array {
    const known = this.#answers.get(verdicts)?.get(node)
    if (known !== undefined) return known
    if (this.#kept >= keptAnswers) this.#forget()
    const answers = new Uint8Array(tableSize + 1)
    answers[improper] = no
    const byNode = this.#answers.get(verdicts) ?? new Map<number, Uint8Array>()
    this.#answers.set(verdicts, byNode.set(node, answers))
    this.#kept++
    return answers
  }

  #forget(): void {
    this.#answers.clear()
    this.#kept = 0
    this.#generation = this.#names.generation
  }
}
