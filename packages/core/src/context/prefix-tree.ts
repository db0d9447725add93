import type { Context } from './context.ts'

/** A context and the number it goes by. */
interface Entry {
  readonly id: number
  readonly context: Context
}

/** The patterns that begin with one text; only those of the last list have to be run. */
interface Branch {
  /** The characters between the branch above and this one. */
  edge: string
  /** They match every name that has no `/` behind their beginning. */
  readonly prefixes: number[]
  /** They match every name that begins as they do. */
  readonly subtrees: number[]
  readonly globs: Entry[]
  readonly children: Map<number, Branch>
}

const branch = (edge: string): Branch => ({
  edge,
  prefixes: [],
  subtrees: [],
  globs: [],
  children: new Map(),
})

function commonLength(a: string, b: string, from: number): number {
  let length = 0
  while (
    length < a.length &&
    from + length < b.length &&
    a.charCodeAt(length) === b.charCodeAt(from + length)
  )
    length++
  return length
}

/**
 * Patterns by the plain text they begin with: a name meets only those whose beginning is its own, so most
 * patterns of a large policy are never run. A radix tree: one branch for each place where two beginnings part.
 */
export class PrefixTree {
  readonly #root = branch('')

  add(context: Context, id: number): void {
    const text = context.literal
    let at = this.#root
    let from = 0
    while (from < text.length) {
      const first = text.charCodeAt(from)
      const child = at.children.get(first)
      if (child === undefined) {
        const leaf = branch(text.slice(from))
        at.children.set(first, leaf)
        at = leaf
        break
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
      between.children.set(child.edge.charCodeAt(0), child)
      at.children.set(first, between)
      at = between
    }
    if (context.kind === 'prefix') at.prefixes.push(id)
    else if (context.kind === 'subtree') at.subtrees.push(id)
    else at.globs.push({ id, context })
  }

  /** Appends the numbers of all patterns that match the name. */
  collect(name: string, found: number[]): void {
    const lastSlash = name.lastIndexOf('/')
    let at = this.#root
    for (let from = 0; ;) {
      if (lastSlash < from) for (const id of at.prefixes) found.push(id)
      for (const id of at.subtrees) found.push(id)
      for (const { id, context } of at.globs) if (context.matches(name)) found.push(id)
      const child = at.children.get(name.charCodeAt(from))
      if (child === undefined || !name.startsWith(child.edge, from)) return
      from += child.edge.length
      at = child
    }
  }
}
