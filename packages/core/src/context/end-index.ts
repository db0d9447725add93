import type { Context } from './context.ts'

/** A pattern and the number it goes by. */
interface Entry {
  readonly id: number
  readonly context: Context
}

/** Patterns by the plain text they end with, for those that say more at their end than at their beginning: `*.draft`. */
export class EndIndex {
  /** By the length of the end, then by the end itself. */
  readonly #byLength = new Map<number, Map<string, Entry[]>>()

  add(context: Context, id: number): void {
    const { end } = context
    let ends = this.#byLength.get(end.length)
    if (ends === undefined) this.#byLength.set(end.length, (ends = new Map()))
    const entries = ends.get(end)
    if (entries === undefined) ends.set(end, [{ id, context }])
    else entries.push({ id, context })
  }

  /** Appends the numbers of all patterns that match the name. */
  collect(name: string, found: number[]): void {
    for (const [length, ends] of this.#byLength) {
      const entries = length > name.length ? undefined : ends.get(name.slice(name.length - length))
      if (entries === undefined) continue
      for (const { id, context } of entries) if (context.matches(name)) found.push(id)
    }
  }
}
