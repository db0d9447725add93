import type { Machine } from '../../src/giving/machine.ts'

/** The code points of a text. */
export const codesOf = (text: string): readonly number[] =>
  Array.from(text, (char) => char.codePointAt(0) as number)

/** Where a machine is when it has read a text, of characters that are told apart. */
export function stateBehind(machine: Machine, characters: string, text: string): number {
  let state = machine.start
  for (const char of text) {
    const number = Array.from(characters).indexOf(char)
    if (number === -1) throw new Error(`${JSON.stringify(char)} is not among ${characters}`)
    state = machine.step(state, number)
  }
  return state
}

/** Whether a machine accepts a text. */
export const accepts = (machine: Machine, characters: string, text: string): boolean =>
  machine.accepts(stateBehind(machine, characters, text))
