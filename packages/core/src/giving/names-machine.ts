import { dead } from './machine.ts'
import type { Machine } from './machine.ts'

/** Accepts the given names and no others; a state stands for the beginning of one. */
export function namesMachine(names: readonly string[], characters: readonly number[]): Machine {
  const nexts: Map<number, number>[] = [new Map()]
  const ends = new Set<number>()
  for (const name of names) {
    let state = 0
    for (const char of name) {
      const next = nexts[state] as Map<number, number>
      const code = char.codePointAt(0) as number
      let to = next.get(code)
      if (to === undefined) {
        to = nexts.push(new Map()) - 1
        next.set(code, to)
      }
      state = to
    }
    ends.add(state)
  }
  return {
    start: 0,
    step: (state, char) => nexts[state]?.get(characters[char] as number) ?? dead,
    accepts: (state) => ends.has(state),
  }
}
