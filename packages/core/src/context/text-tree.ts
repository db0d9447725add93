import type { NumberList } from '../number-list.ts'
import type { Context } from './context.ts'

/** A context and the number it goes by. */
interface Entry {
  readonly id: number
  readonly context: Context
}

/** The patterns under one text; only globs have to be run. What a branch has none of takes no room, and no time. */
interface Branch {
  /** The characters between the branch above and this one. */
  edge: string
  /** The one pattern that matches every name that has no `/` behind its beginning; 0 is none. */
  prefix: number
  /** The one pattern that matches every name that begins as it does; 0 is none. */
  subtree: number
  globs: Entry[] | undefined
  children: Map<number, Branch> | undefined
}

const branch = (edge: string): Branch => ({
  edge,
  prefix: 0,
  subtree: 0,
  globs: undefined,
  children: undefined,
})

/** How many units two texts share, one of them from a place on. Behind an end is not a number, which equals nothing. */
function commonLength(a: string, b: string, from: number): number {
  let length = 0
  while (a.charCodeAt(length) === b.charCodeAt(from + length)) length++
  return length
}

/** The same UTF-16 units from the last to the first: for comparing only, for it may split what belongs together. */
function backwards(text: string): string {
  let turned = ''
  for (let i = text.length - 1; i >= 0; i--) turned += text[i]
  return turned
}

/**
 * Patterns by the plain text they begin with, or by the one they end with: a name meets only those that share its
 * own beginning or end, so most patterns of a large policy are never run. A radix tree: one branch for each place
 * where two texts part. A tree by ends reads texts and names from their last character.
 */
export class TextTree {
  readonly #root = branch('')
  readonly #byEnd: boolean

  constructor(by: 'beginning' | 'end') {
    this.#byEnd = by === 'end'
  }

  /** Adds a pattern under a number above 0; each pattern once. */
  add(context: Context, id: number): void {
    const at = this.#branchOf(this.#byEnd ? backwards(context.end) : context.literal)
    if (context.kind === 'prefix') at.prefix = id
    else if (context.kind === 'subtree') at.subtree = id
    else (at.globs ??= []).push({ id, context })
  }

  /** Appends the numbers of all patterns that match the name. */
  collect(name: string, found: NumberList): void {
    let at = this.#root
    for (let from = 0; ;) {
      if (at.prefix !== 0 && !name.includes('/', from)) found.push(at.prefix)
      if (at.subtree !== 0) found.push(at.subtree)
      if (at.globs !== undefined)
        for (const { id, context } of at.globs) if (context.matches(name)) found.push(id)
      const child = at.children?.get(this.#unit(name, from))
      if (child === undefined) return
      const { edge } = child
      for (let i = 1; i < edge.length; i++) if (this.#unit(name, from + i) !== edge.charCodeAt(i)) return
      from += edge.length
      at = child
    }
  }

  /** Not a number where the name is over, which equals nothing. */
  #unit(name: string, i: number): number {
    return name.charCodeAt(this.#byEnd ? name.length - 1 - i : i)
  }

  /** The branch that stands for a text; made where there is none. */
  #branchOf(text: string): Branch {
    let at = this.#root
    let from = 0
    while (from < text.length) {
      const first = text.charCodeAt(from)
      const children = (at.children ??= new Map<number, Branch>())
      const child = children.get(first)
      if (child === undefined) {
        const leaf = branch(text.slice(from))
        children.set(first, leaf)
        return leaf
      }
      const length = commonLength(child.edge, text, from)
      from += length
      if (length === child.edge.length) {
        at = child
        continue
      }
      // The edge is longer than what is shared: a new branch takes its first part.
      const between = branch(child.edge.slice(0, length))
      child.edge = child.edge.slice(length)
      between.children = new Map([[child.edge.charCodeAt(0), child]])
      children.set(first, between)
      at = between
    }
    return at
  }
}
