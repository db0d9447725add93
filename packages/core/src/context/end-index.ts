import type { Context } from './context.ts'

/** A pattern and the number it goes by. */
interface Entry {
  readonly id: number
  readonly context: Context
}

/** Patterns by the plain text they end with, for those that say more at their end than at their beginning: `*.draft`. */
export class EndIndex {
  /** By the last character, then the length of the end, then the end itself: most names are done with the first. */
  readonly #byLast = new Map<number, Map<number, Map<string, Entry[]>>>()

  add(context: Context, id: number): void {
    const { end } = context
    const last = end.charCodeAt(end.length - 1)
    let byLength = this.#byLast.get(last)
    if (byLength === undefined) this.#byLast.set(last, (byLength = new Map()))
    let ends = byLength.get(end.length)
    if (ends === undefined) byLength.set(end.length, (ends = new Map()))
    const entries = ends.get(end)
    if (entries === undefined) ends.set(end, [{ id, context }])
    else entries.push({ id, context })
  }

  /** Appends the numbers of all patterns that match the name. */
  collect(name: string, found: number[]): void {
    const byLength = this.#byLast.get(name.charCodeAt(name.length - 1))
    if (byLength === undefined) return
    for (const [length, ends] of byLength) {
      const entries = length > name.length ? undefined : ends.get(name.slice(name.length - length))
      if (entries === undefined) continue
      for (const { id, context } of entries) if (context.matches(name)) found.push(id)
    }
  }
}
