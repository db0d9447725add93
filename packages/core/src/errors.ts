import { own } from './own.ts'

/**
 * Every code a Trilatch error can carry. The list is closed: `switch (error.code)` narrows, and
 * docs/errors.md has one heading for each (a test compares the two).
 */
export const errorCodes = [
  'TRILATCH_PERMISSION_INVALID',
  'TRILATCH_PERMISSION_UNKNOWN',
  'TRILATCH_CONTEXT_INVALID',
  'TRILATCH_POLICY_INVALID',
  'TRILATCH_ROLE_UNKNOWN',
  'TRILATCH_ROLE_EXISTS',
  'TRILATCH_ROLE_CYCLE',
  'TRILATCH_ROLE_IN_USE',
  'TRILATCH_ADMINISTRATOR_ROLE',
  'TRILATCH_ADMINISTRATOR_REQUIRED',
  'TRILATCH_MORE_THAN_HELD',
  'TRILATCH_CANNOT_PROVE',
  'TRILATCH_MAPPING_INVALID',
  'TRILATCH_PROVIDER_UNKNOWN',
  'TRILATCH_OPTION_INVALID',
  'TRILATCH_NEW_USER_ROLES',
  'TRILATCH_SWITCH_INVALID',
  'TRILATCH_SWITCH_REFUSED',
  'TRILATCH_GUARD_INVALID',
  'TRILATCH_ROUTE_UNPROTECTED',
  'TRILATCH_ROUTES_HIDDEN',
  'TRILATCH_BODY_CONSUMED',
  'TRILATCH_SUBJECT_INVALID',
  'TRILATCH_GROUPS_INVALID',
  'TRILATCH_SYNC_STOPPED',
  'TRILATCH_SYNC_RUNNING',
  'TRILATCH_USER_INVALID',
  'TRILATCH_USER_UNKNOWN',
  'TRILATCH_USER_EXISTS',
  'TRILATCH_CONFLICT',
  'TRILATCH_LAST_ADMINISTRATOR',
  'TRILATCH_WRITE_UNKNOWN',
  'TRILATCH_STORE_MISSING',
  'TRILATCH_STORE_UNSUITABLE',
  'TRILATCH_STORE_ALARM',
  'TRILATCH_SETTINGS_DIFFER',
  'TRILATCH_SIGN_IN_REFUSED',
  'TRILATCH_REQUEST_INVALID',
  'TRILATCH_REQUEST_FORGED',
  'TRILATCH_PRECONDITION_REQUIRED',
  'TRILATCH_REAUTHENTICATION_REQUIRED',
  'TRILATCH_READ_ONLY',
  'TRILATCH_SESSION_UNSUITABLE',
  'TRILATCH_PROVIDER_FAILED',
  'TRILATCH_UNAUTHENTICATED',
  'TRILATCH_SIGN_IN_AGAIN',
  'TRILATCH_FORBIDDEN',
  'TRILATCH_RESOURCE_IMPROPER',
  'TRILATCH_NOT_FOUND',
  'TRILATCH_UNAVAILABLE',
  'TRILATCH_ACCESS_EXPIRED',
  'TRILATCH_CLOSED',
] as const

export type TrilatchErrorCode = (typeof errorCodes)[number]

/** What an error may carry beside its message; the HTTP fields are those that `http-errors` defines. */
export interface TrilatchErrorOptions {
  /** HTTP status; absent for faults that are not an answer to a request. */
  readonly status?: number
  /** Headers that belong to the answer, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/**
 * The one base class of what Trilatch throws on purpose. Wrong argument types throw `TypeError` instead.
 *
 * Catch it by class (`error instanceof TrilatchError`) or by `error.code`.
 */
export class TrilatchError extends Error {
  readonly code: TrilatchErrorCode
  /** HTTP status, as `http-errors` names it; `undefined` for faults outside a request. */
  readonly status: number | undefined
  readonly statusCode: number | undefined
  /** Whether the message may be shown to the caller: true for 4xx, and for 503, whose text says nothing inside. */
  readonly expose: boolean
  readonly headers: Readonly<Record<string, string>> | undefined

  constructor(code: TrilatchErrorCode, message: string, options: TrilatchErrorOptions = {}) {
    const [status, cause] = [own(options, 'status'), own(options, 'cause')]
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'TrilatchError'
    this.code = code
    this.status = status
    this.statusCode = status
    this.expose = status !== undefined && (status < 500 || status === 503)
    this.headers = own(options, 'headers')
  }
}

/** The error for an answer that could not be had: 503, never "no" and never an empty list. */
export function unavailable(why: string, cause?: unknown): TrilatchError {
  return new TrilatchError('TRILATCH_UNAVAILABLE', why, {
    status: 503,
    headers: { 'retry-after': '1' },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** The error for an access that is asked after its lifetime: 503, for it says nothing about rights. */
export function accessExpired(): TrilatchError {
  const message = 'This access is no longer valid. Obtain one for each request or message; do not keep it.'
  return new TrilatchError('TRILATCH_ACCESS_EXPIRED', message, {
    status: 503,
    headers: { 'retry-after': '1' },
  })
}

/** The error of an authorizer that was closed: 503, for another process may answer. */
export function closed(): TrilatchError {
  const headers = { 'retry-after': '1' }
  return new TrilatchError('TRILATCH_CLOSED', 'The authorizer has been closed', { status: 503, headers })
}
