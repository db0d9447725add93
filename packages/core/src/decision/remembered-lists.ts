import { textOf } from '../context/proper-name.ts'
import { tableSize } from '../context/name-table.ts'
import type { NameFacts, NameTable } from '../context/name-table.ts'
import type { Verdicts } from './verdicts.ts'

/** Shorter lists are asked item by item; longer ones would crowd the table of names. */
const [shortest, longest] = [32, tableSize / 2]

/** Sets of answers that are kept, each of `tableSize` bytes: 4 MB in all. */
const keptAnswers = 64

const unknown = 0
const no = 1
const yes = 2

/** The names of a list as they were when it was last asked about. */
interface List {
  readonly generation: object
  readonly texts: (string | undefined)[]
  readonly facts: (NameFacts | undefined)[]
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
    if (items.length < shortest || items.length > longest) return undefined
    const { texts, facts } = this.#read(items)
    // The table began anew while the list was read: its numbers belong to two tables.
    if (this.#names.generation !== this.#generation) return undefined
    const answers = this.#answersOf(verdicts, node)
    const granted: Item[] = []
    for (let i = 0; i < items.length; i++) {
      const known = facts[i]
      if (known === undefined) continue
      let answer = answers[known.id]
      if (answer === unknown) {
        answer = verdicts.grants(node, texts[i] as string, known) ? yes : no
        answers[known.id] = answer
      }
      if (answer === yes) granted.push(items[i] as Item)
    }
    return granted
  }

  /** Brings what is remembered of a list up to date. */
  #read(items: readonly unknown[]): List {
    if (this.#names.generation !== this.#generation) this.#forget()
    let list = this.#lists.get(items)
    if (list === undefined || list.generation !== this.#generation) {
      list = { generation: this.#generation, texts: [], facts: [] }
      this.#lists.set(items, list)
    }
    const { texts, facts } = list
    for (let i = 0; i < items.length; i++) {
      const text = textOf(items[i])
      if (text === texts[i] && i < texts.length) continue
      texts[i] = text
      facts[i] = text === undefined ? undefined : this.#names.facts(text)
    }
    texts.length = items.length
    facts.length = items.length
    return list
  }

  #answersOf(verdicts: Verdicts, node: number): Uint8Array {
    const known = this.#answers.get(verdicts)?.get(node)
    if (known !== undefined) return known
    if (this.#kept >= keptAnswers) this.#forget()
    const answers = new Uint8Array(tableSize)
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
