import type { Answers } from './enforce.ts'

const kept = new WeakMap<Answers, Answers>()

/** Remembers what somebody would be answered, had no group lapsed. Only the phrasing of a refusal asks for it. */
export function keepBeforeLapse(access: Answers, before: Answers): void {
  kept.set(access, before)
}

/** What somebody would be answered, had no group lapsed; `undefined` where none has. */
export function beforeLapse(access: Answers): Answers | undefined {
  return kept.get(access)
}
