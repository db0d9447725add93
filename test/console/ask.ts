// Asks a console as a browser's own page would, or otherwise.
import type { Subject } from '@trilatch/core'

/** Where a console answers. */
export interface Host {
  readonly origin: string
  /** Instead of `fetch`. */
  readonly send?: (url: string, init: RequestInit) => Promise<Response>
}

export const basePath = '/admin'

export interface Asking {
  readonly as?: Subject | null
  readonly method?: string
  readonly body?: unknown
  /** A version for `If-Match`. */
  readonly version?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** When the caller has signed in. Default: now. */
  readonly signedInAt?: number
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

/** The version of a list for who has read all of it, as its last page says it. */
export const whole = (version: string | null): string => `${version ?? ''}~whole`

/** The headers of a request, with those of a page of the application's own unless others are given. */
export function headersOf({ as, body, version, headers, signedInAt }: Asking): Record<string, string> {
  return {
    ...(headers?.['sec-fetch-site'] === '' ? {} : { 'sec-fetch-site': 'same-origin' }),
    'x-signed-in-at': String(signedInAt ?? Date.now()),
    ...(as === undefined || as === null ? {} : { 'x-caller': JSON.stringify(as) }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(version === undefined ? {} : { 'if-match': `"${version ?? ''}"` }),
    ...Object.fromEntries(Object.entries(headers ?? {}).filter(([, value]) => value !== '')),
  }
}

/** Asks for a path below `api`. */
export async function ask(
  { origin, send = fetch }: Host,
  path: string,
  asking: Asking = {},
): Promise<Answered> {
  const { method = 'GET', body } = asking
  const response = await send(`${origin}${basePath}/api${path}`, {
    method,
    headers: headersOf(asking),
    redirect: 'manual',
    ...(body === undefined || method === 'GET'
      ? {}
      : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /^application\/(?:problem\+)?json$/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  }
}
