import { PolicyError, problemOf, TrilatchError } from '@trilatch/core'
import { maxIssues } from '../contract/problem.ts'
import type { Settings } from '../options.ts'

/** On every answer: it is about one caller, is what it says it is, and nothing shows or embeds it. */
export const always = {
  'cache-control': 'no-store',
  vary: 'Cookie, Authorization',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
} as const

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...always, 'content-type': 'application/json', ...headers },
  })
}

/** What a refusal tells beside what every one of Trilatch's does. */
function more(error: TrilatchError, { reauthenticateUrl }: Settings): Readonly<Record<string, unknown>> {
  if (error instanceof PolicyError)
    return { issues: error.issues.slice(0, maxIssues).map(({ path, message }) => ({ path, message })) }
  if (error.code === 'TRILATCH_REAUTHENTICATION_REQUIRED' && reauthenticateUrl !== undefined)
    return { reauthenticateUrl }
  return {}
}

/** An error as problem details; those that are no answer to a request are the application's to handle. */
export function problemAnswer(error: unknown, settings: Settings): Response {
  const problem = problemOf(error)
  if (problem === undefined) throw error
  const { status, headers, body } = problem
  const whole = { ...(JSON.parse(body) as object), ...more(error as TrilatchError, settings) }
  return new Response(JSON.stringify(whole), { status, headers: { ...always, ...headers } })
}

/** The error with another status, where the way it was asked for makes the difference. */
export function withStatus(error: TrilatchError, status: number): TrilatchError {
  return new TrilatchError(error.code, error.message, { status, cause: error })
}
