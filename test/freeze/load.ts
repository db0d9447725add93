import { setTimeout as sleep } from 'node:timers/promises'
import { TrilatchError } from '@trilatch/core'
import type { Authorizer } from '@trilatch/core'

/** The most checks that are begun at once, after something else held this process up. */
const mostAtOnce = 500
const subjects = 200

export const subjectOf = (n: number): string => `s${n % subjects}`
/** Every other subject holds the role. */
export const mayRun = (n: number): boolean => n % 2 === 0
export const allSubjects: readonly number[] = Array.from({ length: subjects }, (_, n) => n)

/** What came of checks. */
export interface Answers {
  asked: number
  right: number
  wrong: number
  /** Errors by their code. */
  readonly errors: Record<string, number>
  /** When those were asked that were answered: the first and the last. */
  firstAnswered: number
  lastAnswered: number
}

export const noAnswers = (): Answers => ({
  asked: 0,
  right: 0,
  wrong: 0,
  errors: {},
  firstAnswered: Infinity,
  lastAnswered: -Infinity,
})

/** Checks at a steady rate; each obtains an access of its own and asks it. */
export class Load {
  readonly #authorizer: Authorizer
  readonly #rate: number
  #answers = noAnswers()
  #stopped = false

  /** @param rate Checks in a second. */
  constructor(authorizer: Authorizer, rate: number) {
    this.#authorizer = authorizer
    this.#rate = rate
  }

  /** What came so far of those begun since {@link take}. */
  get answers(): Readonly<Answers> {
    return this.#answers
  }

  /** Goes on until it is stopped. */
  async run(): Promise<void> {
    let due = 0
    for (let last = performance.now(); !this.#stopped;) {
      await sleep(1)
      const now = performance.now()
      due = Math.min(mostAtOnce, due + ((now - last) * this.#rate) / 1_000)
      last = now
      for (; due >= 1; due--) void this.#check(this.#answers.asked, this.#answers)
    }
  }

  /** What came of those begun since the last call. Those that have no answer yet count here when they have. */
  take(): Answers {
    const taken = this.#answers
    this.#answers = noAnswers()
    return taken
  }

  stop(): void {
    this.#stopped = true
  }

  async #check(n: number, answers: Answers): Promise<void> {
    answers.asked++
    const asked = performance.now()
    try {
      const access = await this.#authorizer.access({ id: subjectOf(n) })
      if (access.can('job') === mayRun(n)) answers.right++
      else answers.wrong++
      answers.firstAnswered = Math.min(answers.firstAnswered, performance.now())
      answers.lastAnswered = Math.max(answers.lastAnswered, asked)
    } catch (error) {
      const code = error instanceof TrilatchError ? error.code : String(error)
      answers.errors[code] = (answers.errors[code] ?? 0) + 1
    }
  }
}
