import type { PermissionNode } from '../catalogue/permissions.ts'
import { requiresText, signInAgainText } from '../decision/decision.ts'
import { TrilatchError } from '../errors.ts'
import type { TrilatchErrorCode } from '../errors.ts'

/** How much a refusal tells somebody who is signed in. Anonymous callers are never told. */
export type Disclose = 'permission' | 'generic' | 'not-found'

/** A missing permission, as the body of a refusal names it. */
export interface MissingPermission {
  readonly id: string
  /** Titles from the top: `Project › Create Project`. */
  readonly title: string
}

/** A "no" as an error: what `assert` throws and guards pass on. Compatible with `http-errors`. */
export class Refusal extends TrilatchError {
  override readonly status: number
  override readonly headers: Readonly<Record<string, string>>
  /** The missing permissions in the order declared; empty where they are not to be told. */
  readonly permissions: readonly MissingPermission[]

  constructor(
    code: TrilatchErrorCode,
    status: number,
    detail: string,
    permissions: readonly MissingPermission[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    // A refusal depends on who asks: no cache may keep it for somebody else.
    const all = Object.freeze({ 'cache-control': 'no-store', ...headers })
    super(code, detail, { status, headers: all })
    this.name = 'Refusal'
    this.status = status
    this.headers = all
    this.permissions = Object.freeze(permissions)
  }
}

/** What a 401 has to say about how to authenticate (RFC 9110). */
function challenge(realm: string): Readonly<Record<string, string>> {
  const escaped = realm.replaceAll(/["\\]/g, String.raw`\$&`)
  return { 'www-authenticate': `Bearer realm="${escaped}"` }
}

/** Nobody is signed in (401). */
export function unauthenticated(realm: string): Refusal {
  return new Refusal('TRILATCH_UNAUTHENTICATED', 401, 'Sign in to do this.', [], challenge(realm))
}

/** Somebody is signed in whose groups nobody has confirmed for too long, and would allow this (401). */
export function signInAgain(realm: string): Refusal {
  return new Refusal('TRILATCH_SIGN_IN_AGAIN', 401, signInAgainText, [], challenge(realm))
}

/** Somebody is signed in and lacks permissions (403, or 404 when even that is not to be told). */
export function forbidden(
  missing: readonly PermissionNode[],
  mode: 'all' | 'any',
  disclose: Disclose,
): Refusal {
  if (disclose === 'not-found') return notFound()
  if (disclose === 'generic')
    return new Refusal('TRILATCH_FORBIDDEN', 403, 'You do not have permission to do this.')
  const named = missing.map(({ name, path }) => Object.freeze({ id: name, title: path }))
  return new Refusal(
    'TRILATCH_FORBIDDEN',
    403,
    requiresText(
      missing.map(({ path }) => path),
      mode,
    ),
    named,
  )
}

/** The caller is suspended, where no permission is asked for that could be missing (403). */
export function suspended(): Refusal {
  return new Refusal('TRILATCH_FORBIDDEN', 403, 'This account is suspended.')
}

/** There is no such thing, said only to those who may know (404). */
export function notFound(): Refusal {
  return new Refusal('TRILATCH_NOT_FOUND', 404, 'There is no such thing.')
}

/** The request does not name a resource properly (400). */
export function improperResource(): Refusal {
  return new Refusal('TRILATCH_RESOURCE_IMPROPER', 400, 'The resource has no proper name.')
}
