import type { Texts } from '../texts/shape.ts'

/** What the API, or the way to it, says no with. */
export class Problem extends Error {
  /** 0 where no answer came. */
  readonly status: number
  /** A code of Trilatch, where there is one. */
  readonly code: string | undefined
  /** Where to sign in anew, where that is all that is missing. */
  readonly signInUrl: string | undefined

  constructor(status: number, code: string | undefined, detail: string, signInUrl?: string) {
    super(detail)
    this.status = status
    this.code = code
    this.signInUrl = signInUrl
  }
}

/** Somebody else was faster: what was sent relies on an older version. */
export function isConflict(problem: unknown): boolean {
  return problem instanceof Problem && problem.status === 412
}

/** Somebody is signed in, and has to prove it anew. */
export function isSignInAgain(problem: unknown): boolean {
  return problem instanceof Problem && problem.code === 'TRILATCH_SIGN_IN_AGAIN'
}

export function hasStatus(problem: unknown, status: number): boolean {
  return problem instanceof Problem && problem.status === status
}

/** A sentence for people: the API's own, wherever it has given one. */
export function problemText(problem: unknown, texts: Texts): string {
  if (!(problem instanceof Problem)) return texts.problems.somethingWrong
  if (problem.status === 0) return texts.problems.offline
  return problem.message === '' ? texts.problems.unreadable(problem.status) : problem.message
}
