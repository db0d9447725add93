/** The invariants that a run is judged by. */
export const invariants = {
  I1: 'nothing taken away is granted beyond the bound',
  I2: 'a process obeys its own writes at once',
  I3: 'nothing given is denied beyond the bound',
  I4: 'every answer comes from a state that was, and none comes back',
  I5: 'a write that was not done is not there, or is there as a whole',
  I6: 'a check ends within its deadline and 50 ms',
  I7: 'without Redis nothing is granted beyond the bound, and all is well 2 s after it is back',
  alarm: 'an alarm is raised when a revocation is lost, and only then',
  crowd: 'many who ask at once share a read',
} as const

export type Invariant = keyof typeof invariants

export interface Violation {
  readonly invariant: Invariant
  readonly what: string
  /** When, on the clock of the log. */
  readonly at: number
  readonly process?: string
  readonly cell?: string
  /** By how much, in milliseconds. */
  readonly ms?: number
}
