/** Time as the store sees it, so that a simulation can drive it. */
export interface Clock {
  /** Milliseconds that only ever go forward. */
  now(): number
  /** Milliseconds of the wall clock; only compared with earlier ones. */
  wall(): number
  /** Runs something later, without keeping the process alive; gives what cancels it. */
  after(ms: number, run: () => void): () => void
}

/** The clocks of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
