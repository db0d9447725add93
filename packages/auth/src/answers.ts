import { STATUS_CODES } from 'node:http'
import { problemOf } from '@trilatch/core'
import type { TrilatchError } from '@trilatch/core'
import { challengeStatus, challengeText } from './challenge.ts'
import type { Challenge } from './challenge.ts'
import type { Html } from './pages/html.ts'
import { styleSource } from './pages/style.ts'

/** On every answer: it is about one caller, and is what it says it is. */
const always = {
  'cache-control': 'no-store',
  vary: 'Cookie, Accept',
  'x-content-type-options': 'nosniff',
  // Not `no-referrer`: with it browsers send forms with an Origin of `null`.
  'referrer-policy': 'same-origin',
}

type Headers = Readonly<Record<string, string>>

export function json(status: number, body: unknown, headers: Headers = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...always, 'content-type': 'application/json', ...headers },
  })
}

/**
 * A page, which may do nothing but show itself, its picture, and send its forms.
 *
 * @param destinations Where forms may lead, beside the application itself: browsers check redirects too.
 */
export function page(
  status: number,
  content: Html,
  destinations: readonly string[],
  headers: Headers = {},
): Response {
  const policy = [
    "default-src 'none'",
    `style-src ${styleSource}`,
    "img-src 'self' data:",
    `form-action ${["'self'", ...destinations].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return new Response(content.text, {
    status,
    headers: {
      ...always,
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    },
  })
}

export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...always, location } })
}

/** Headers that a challenge has whatever its body. */
export function challengeHeaders(challenge: Challenge): Record<string, string> {
  const { retryAfterSeconds } = challenge
  return {
    ...(challengeStatus(challenge) === 401 ? { 'www-authenticate': 'Session realm="trilatch"' } : {}),
    ...(retryAfterSeconds === undefined
      ? {}
      : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) }),
  }
}

/** A challenge as problem details. */
export function challengeProblem(challenge: Challenge): Response {
  const status = challengeStatus(challenge)
  const { code: reason, field } = challenge
  const body = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: challengeText(challenge),
    code: 'TRILATCH_SIGN_IN_REFUSED',
    reason,
    ...(field === undefined ? {} : { field }),
  }
  return json(status, body, { ...challengeHeaders(challenge), 'content-type': 'application/problem+json' })
}

/** An error as problem details; `undefined` for one that is no answer to a request. */
export function errorProblem(error: TrilatchError): Response | undefined {
  const problem = problemOf(error)
  if (problem === undefined) return undefined
  const { status, headers, body } = problem
  return new Response(body, { status, headers: { ...always, ...headers } })
}
