import { AssertionError } from 'node:assert'
import { STATUS_CODES } from 'node:http'
import type { TrilatchErrorCode } from '../errors.ts'
import { andThen } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { readResponse } from './read-response.ts'
import type { PlainResponse, ReadResponse, ResponseLike } from './read-response.ts'

interface Expected {
  /** How a message begins. */
  readonly what: string
  readonly status: number
  readonly code: TrilatchErrorCode
  /** `undefined`: whatever it names. */
  readonly permissions: readonly string[] | undefined
}

/** The body of a refusal, as far as it can be read. */
function bodyOf(text: string): { readonly code?: unknown; readonly named: readonly string[] } {
  try {
    const { code, permissions } = Object(JSON.parse(text)) as {
      readonly code?: unknown
      readonly permissions?: unknown
    }
    const listed: readonly unknown[] = Array.isArray(permissions) ? permissions : []
    return { code, named: listed.map((one) => String((Object(one) as { readonly id?: unknown }).id)) }
  } catch {
    return { named: [] }
  }
}

/** What a status that was not expected mostly means. */
function hint(status: number): string {
  if (status < 300) return ' The request was let through.'
  if (status === 401) return ' Nobody was signed in: did the request have the headers of as(subject)?'
  if (status === 403) return ' Somebody was signed in.'
  if (status === 400) return ' Does the request name a resource properly?'
  if (status === 404) return ' Is there such a route?'
  return ''
}

/** What differs, in words, or `undefined`. */
function difference({ status, header, text }: ReadResponse, expected: Expected): string | undefined {
  if (status !== expected.status)
    return `got ${status} ${STATUS_CODES[status] ?? ''}.${hint(status)} Body: ${text.slice(0, 300)}`
  const type = header('content-type').split(';', 1)[0] ?? ''
  if (type !== 'application/problem+json')
    return `it came as ${type || 'nothing'} and not as application/problem+json: is problemDetails() behind the routes?`
  const { code, named } = bodyOf(text)
  if (code !== expected.code) return `its code is ${String(code)}, not ${expected.code}.`
  const wanted = expected.permissions ?? named
  if (wanted.toSorted().join('\n') === named.toSorted().join('\n')) return undefined
  return named.length === 0
    ? 'it names no permission: is `disclose` set? Then expect none.'
    : `it names ${named.join(', ')}.`
}

function check(response: ResponseLike, expected: Expected, from: typeof expectDenied): MaybePromise<void> {
  return andThen(readResponse(response), (read) => {
    const wrong = difference(read, expected)
    if (wrong === undefined) return
    const { status, code, permissions } = expected
    const got = bodyOf(read.text)
    throw new AssertionError({
      message: `Expected ${expected.what}, but ${wrong}`,
      expected: { status, code, ...(permissions === undefined ? {} : { permissions }) },
      actual: { status: read.status, code: got.code, permissions: got.named },
      operator: from.name,
      stackStartFn: from,
    })
  })
}

/**
 * Asserts that somebody who is signed in was refused (403) as problem details, and which permissions were missing:
 * exactly these, in any order. Without one, whatever was missing, and where `disclose` hides it.
 *
 * For a web `Response` the assertion is a promise: await it.
 *
 * @throws AssertionError which says what came instead; TypeError for what is no response.
 */
export function expectDenied(response: Response, ...permissions: readonly string[]): Promise<void>
export function expectDenied(response: PlainResponse, ...permissions: readonly string[]): void
export function expectDenied(response: ResponseLike, ...permissions: readonly string[]): MaybePromise<void> {
  const named = permissions.length > 0
  return check(
    response,
    {
      what: named ? `a refusal (403) that names ${permissions.join(', ')}` : 'a refusal (403)',
      status: 403,
      code: 'TRILATCH_FORBIDDEN',
      permissions: named ? permissions : undefined,
    },
    expectDenied,
  )
}

/**
 * Asserts that a request was refused because nobody is signed in (401), as problem details that name no permission.
 *
 * For a web `Response` the assertion is a promise: await it.
 *
 * @throws AssertionError which says what came instead; TypeError for what is no response.
 */
export function expectUnauthenticated(response: Response): Promise<void>
export function expectUnauthenticated(response: PlainResponse): void
export function expectUnauthenticated(response: ResponseLike): MaybePromise<void> {
  const what = 'to be asked to sign in (401)'
  return check(
    response,
    { what, status: 401, code: 'TRILATCH_UNAUTHENTICATED', permissions: [] },
    expectUnauthenticated,
  )
}
