import type { Machine } from './machine.ts'
import { dead } from './machine.ts'

const slash = 0x2f
const dot = 0x2e

/** Where a name stands: at its beginning, behind a slash, behind one or two dots of a segment, elsewhere in one. */
const [begin, behindSlash, oneDot, twoDots, inside] = [0, 1, 2, 3, 4]

/** Accepts the names that are proper, but for their length: no `.` or `..` segments, no `//`, no trailing `/`. */
export function properMachine(characters: readonly number[]): Machine {
  return {
    start: begin,
    step(state, char) {
      if (state === dead) return dead
      const code = characters[char]
      if (code === slash) return state === begin || state === inside ? behindSlash : dead
      if (code !== dot || state === inside || state === twoDots) return inside
      return state === oneDot ? twoDots : oneDot
    },
    accepts: (state) => state === inside,
  }
}
