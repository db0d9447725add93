import type { Texts } from '../texts/shape.ts'
import { ApiProblem } from './client.ts'

export function hasStatus(problem: unknown, status: number): boolean {
  return problem instanceof ApiProblem && problem.status === status
}

/** Somebody else was faster: what was sent relies on an older version. */
export function isConflict(problem: unknown): boolean {
  return hasStatus(problem, 412)
}

/** Somebody is signed in, and has to prove it anew. */
export function isSignInAgain(problem: unknown): boolean {
  return problem instanceof ApiProblem && problem.code === 'TRILATCH_SIGN_IN_AGAIN'
}

/** Where to sign in anew, where that is all that is missing. */
export function signInUrlOf(problem: unknown): string | undefined {
  return problem instanceof ApiProblem ? problem.problem?.reauthenticateUrl : undefined
}

/** The same refusal, in the words of a screen. */
export function inOtherWords(problem: unknown, detail: string): unknown {
  if (!(problem instanceof ApiProblem) || problem.problem === undefined) return problem
  return new ApiProblem(problem.status, { ...problem.problem, detail })
}

/** A sentence for people: the API's own, wherever it has given one. */
export function problemText(problem: unknown, texts: Texts): string {
  if (!(problem instanceof ApiProblem)) return texts.problems.somethingWrong
  if (problem.status === 0) return texts.problems.offline
  return problem.problem?.detail ?? texts.problems.unreadable(problem.status)
}
