/** After so many milliseconds everything else has its turn: with the last step, a slice takes ten at most. */
const sliceMs = 8

/** Time as work in slices sees it, so that a test can drive it. */
export interface Pace {
  /** Milliseconds that only ever go forward. */
  now(): number
  /** Resolves when everything else that is due has had its turn. */
  turn(): Promise<void>
}

export const systemPace: Pace = {
  now: () => performance.now(),
  turn: () => new Promise((resolve) => void setImmediate(resolve)),
}

/** Takes steps until they are done, and says what came of them, or until a slice is over. */
export function takeSlice<T>(steps: Generator<void, T>, pace: Pace): IteratorReturnResult<T> | undefined {
  const end = pace.now() + sliceMs
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step
    if (pace.now() >= end) return undefined
  }
}

/** Gives everything else its turn when a slice is over, and begins the next: to be asked after each step. */
export function slices(pace: Pace = systemPace): () => Promise<void> | undefined {
  let end = pace.now() + sliceMs
  return () => {
    if (pace.now() < end) return undefined
    return pace.turn().then(() => void (end = pace.now() + sliceMs))
  }
}

/** Takes steps slice by slice until they are done; everything else that is due has its turn in between. */
export async function inTurns<T>(steps: Generator<void, T>, pace: Pace = systemPace): Promise<T> {
  for (;;) {
    const end = takeSlice(steps, pace)
    if (end !== undefined) return end.value
    await pace.turn()
  }
}
