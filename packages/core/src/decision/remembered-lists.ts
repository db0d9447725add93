import { textOf } from '../context/proper-name.ts'
import { improperName } from '../context/name-table.ts'
import type { NameTable } from '../context/name-table.ts'
import type { Verdicts } from './verdicts.ts'

/** Shorter lists are asked item by item; longer ones would take more memory than they save time. */
const [shortest, longest] = [32, 32_768]

/** Questions whose answers are kept for one list, at a byte for each item; then they are begun anew. */
const keptQuestions = 64

// An answer is how many items it adds to what is granted.
const no = 0
const yes = 1
const unknown = 2

/** What was answered to one question about a list. */
interface Answers {
  /** Item by item. */
  readonly byItem: Uint8Array
  /** Where all items are names: those that were granted, as long as no name was exchanged. */
  granted: readonly unknown[] | undefined
}

/** The names of a list as they were when it was last asked about, and what was answered about them. */
class List {
  readonly texts: (string | undefined)[]
  /** Counts the names that were exchanged. */
  changes = 0
  readonly #answers = new Map<Verdicts, Map<number, Answers>>()
  #kept = 0

  constructor(length: number) {
    this.texts = Array.from<string | undefined>({ length })
  }

  /** What was answered to one set of roles about one permission. */
  answers(verdicts: Verdicts, node: number): Answers {
    const known = this.#answers.get(verdicts)?.get(node)
    if (known !== undefined) return known
    if (this.#kept >= keptQuestions) {
      this.#answers.clear()
      this.#kept = 0
    }
    const answers = { byItem: new Uint8Array(this.texts.length).fill(unknown), granted: undefined }
    const byNode = this.#answers.get(verdicts) ?? new Map<number, Answers>()
    this.#answers.set(verdicts, byNode.set(node, answers))
    this.#kept++
    return answers
  }

  /** Whether the items are just these names. */
  holds(items: readonly unknown[]): boolean {
    for (let i = 0; i < this.texts.length; i++) if (items[i] !== this.texts[i]) return false
    return true
  }

  /** Takes another name in one place: what was answered there is no longer known. */
  rename(i: number, text: string | undefined): void {
    this.texts[i] = text
    this.changes++
    for (const byNode of this.#answers.values())
      for (const answers of byNode.values()) {
        answers.byItem[i] = unknown
        answers.granted = undefined
      }
  }
}

/**
 * Lists that an application asks about again and again, as arrays it keeps. Every item's name is read and compared
 * each time, so a changed array or item is seen; what is saved is looking each name up, and running the rules once
 * more for the same roles.
 */
export class RememberedLists {
  readonly #names: NameTable
  readonly #lists = new WeakMap<readonly unknown[], List>()

  constructor(names: NameTable) {
    this.#names = names
  }

  /** The items whose name the verdicts grant, or `undefined` when this list is not for remembering. */
  filter<Item>(verdicts: Verdicts, node: number, items: readonly Item[]): Item[] | undefined {
    const { length } = items
    if (length < shortest || length > longest) return undefined
    const list = this.#listOf(items)
    const { texts } = list
    const answers = list.answers(verdicts, node)
    if (answers.granted !== undefined && list.holds(items)) return answers.granted.slice() as Item[]
    const { byItem } = answers
    let changes = list.changes
    let plain = true
    // As long as it can become, and cut at the end: growing it costs more than all the rest.
    const granted: Item[] = []
    granted.length = length
    let count = 0
    for (let i = 0; i < length; i++) {
      const item = items[i] as Item
      let text: string | undefined
      if (typeof item === 'string') text = item
      else [plain, text] = [false, textOf(item)]
      if (text !== texts[i]) {
        list.rename(i, text)
        changes++
        // The list may have let go of these answers in the meantime.
        byItem[i] = unknown
      }
      let answer = byItem[i] as number
      if (answer === unknown) byItem[i] = answer = this.#ask(verdicts, node, text) ? yes : no
      // Written in any case and kept if granted: no processor can guess whether it is.
      granted[count] = item
      count += answer
    }
    // Reading an item's name may run code of the application, which may ask about this list, or change it: then
    // answers about two states of it were mixed, and all of it is asked without them.
    if (list.changes !== changes || items.length !== length) return undefined
    granted.length = count
    if (plain) answers.granted = granted.slice()
    return granted
  }

  #ask(verdicts: Verdicts, node: number, text: string | undefined): boolean {
    const place = text === undefined ? improperName : this.#names.find(text)
    return place !== improperName && verdicts.grants(node, text as string, place)
  }

  #listOf(items: readonly unknown[]): List {
    const known = this.#lists.get(items)
    if (known?.texts.length === items.length) return known
    const list = new List(items.length)
    this.#lists.set(items, list)
    return list
  }
}
