/** Something that reads a name character by character. States are numbers; `dead` never accepts again. */
export interface Machine {
  readonly start: number
  /** @param char The number of a character among those that are told apart. */
  step(state: number, char: number): number
  accepts(state: number): boolean
}

export const dead = -1

/** Remembers steps, which are taken again and again. */
export function remembering(characters: number, machine: Machine): Machine {
  const steps: number[] = []
  return {
    start: machine.start,
    accepts: (state) => state !== dead && machine.accepts(state),
    step(state, char) {
      if (state === dead) return dead
      return (steps[state * characters + char] ??= machine.step(state, char))
    },
  }
}
