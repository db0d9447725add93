import { checkSameOrigin } from '@trilatch/core'
import { cookiesOf } from '../request/cookies.ts'
import type { CookieJar } from '../request/cookies.ts'
import { uniqueFields } from '../request/read-fields.ts'
import type { StrategyRequest } from '../strategy.ts'

/** As much as is used of the request that Passport hands on: of Express, of Nest on Express, and koa-passport's. */
export interface PassportRequest {
  readonly method?: string
  readonly url?: string
  readonly originalUrl?: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: unknown
  readonly ip?: string
  readonly user?: unknown
  readonly session?: unknown
  /** Express. */
  readonly res?: { appendHeader?(name: string, value: string): unknown }
  /** koa-passport. */
  readonly ctx?: { append(name: string, value: string): unknown }
}

/** The query of what was asked for. */
export function searchOf(request: PassportRequest): URLSearchParams {
  return new URL(request.originalUrl ?? request.url ?? '/', 'http://request.invalid').searchParams
}

/** The headers that say where a request comes from. */
function saidOfOrigin({ headers }: PassportRequest): Headers {
  const names = ['sec-fetch-site', 'origin', 'host']
  return new Headers(
    names.flatMap((name) => [headers[name] ?? []].flat().map((value): [string, string] => [name, value])),
  )
}

function append(request: PassportRequest, line: string): void {
  if (request.ctx !== undefined) request.ctx.append('set-cookie', line)
  else if (typeof request.res?.appendHeader === 'function') request.res.appendHeader('set-cookie', line)
  else throw new TypeError('Cannot set a cookie: the request that Passport hands on has no response')
}

function subjectIn(user: unknown): string | null {
  const id: unknown =
    typeof user === 'object' && user !== null ? (user as { readonly id?: unknown }).id : undefined
  return typeof id === 'string' ? id : null
}

/**
 * A request of Passport as strategies see it. The body is what a body parser has made of it.
 *
 * @param origin The application's; `undefined` to compare with `Host`.
 * @throws TrilatchError `TRILATCH_REQUEST_INVALID` (400) for fields that are no texts; `TRILATCH_REQUEST_FORGED` (403)
 * for what another site may have sent
 */
export function strategyRequest(
  request: PassportRequest,
  jar: CookieJar,
  signal: AbortSignal,
  origin: string | undefined,
): StrategyRequest {
  if (request.method !== 'GET') checkSameOrigin(saidOfOrigin(request), origin)
  const { body, headers, ip, user } = request
  const cookie = [headers['cookie'] ?? []].flat().join('; ')
  return {
    fields: uniqueFields(typeof body === 'object' && body !== null ? Object.entries(body) : []),
    query: uniqueFields(searchOf(request)),
    address: ip,
    cookies: cookiesOf(new Headers({ cookie })),
    subject: subjectIn(user),
    signal,
    setCookie: (name, value, maxAgeSeconds) => append(request, jar.line(name, value, maxAgeSeconds)),
  }
}
