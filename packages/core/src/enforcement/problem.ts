import { STATUS_CODES } from 'node:http'
import { TrilatchError } from '../errors.ts'
import { Refusal } from './refusal.ts'

/** A whole answer, to be copied out by an adapter. */
export interface Problem {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

/**
 * An error as problem details (RFC 9457): `type, title, status, detail, code, permissions`.
 * `undefined` for errors that are not Trilatch's answers to a request; those are the application's to render.
 */
export function problemOf(error: unknown): Problem | undefined {
  if (!(error instanceof TrilatchError) || error.status === undefined) return undefined
  const { status, code } = error
  // RFC 9457 §4.2.1: with "about:blank" the title is the status's phrase, and `code` tells the rest.
  const body = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: error.expose ? error.message : 'The request could not be answered.',
    code,
    ...(error instanceof Refusal && error.permissions.length > 0 ? { permissions: error.permissions } : {}),
  }
  const headers = {
    'cache-control': 'no-store',
    ...error.headers,
    'content-type': 'application/problem+json',
  }
  return { status, headers, body: JSON.stringify(body) }
}
