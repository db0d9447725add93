import { Problem } from './problem.ts'

type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Empty ones are left out. */
  readonly query?: Query
  readonly body?: unknown
  /** The version that a write relies on. */
  readonly version?: string | null
  readonly signal?: AbortSignal
}

/** The page's own address without what is behind `#`: the API lies below it, wherever both are mounted. */
const base = new URL('api/', document.baseURI.split('#', 1)[0])

/** A path below the API, each segment encoded: `pathOf('roles', 'a/b')` is `roles/a%2Fb`. */
export function pathOf(...segments: readonly string[]): string {
  return segments.map(encodeURIComponent).join('/')
}

export function addressOf(path: string, query: Query = {}): string {
  const address = new URL(path, base)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') address.searchParams.set(name, String(value))
  return address.href
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Readonly<Record<string, unknown>>
    const { code, detail, reauthenticateUrl } = body
    return new Problem(
      response.status,
      typeof code === 'string' ? code : undefined,
      typeof detail === 'string' ? detail : '',
      typeof reauthenticateUrl === 'string' ? reauthenticateUrl : undefined,
    )
  } catch {
    return new Problem(response.status, undefined, '')
  }
}

/**
 * Asks the API.
 *
 * @throws Problem what it says no with; status 0 where no answer comes
 */
export async function ask<Data>(path: string, asking: Asking = {}): Promise<Data> {
  const { method = 'GET', query, body, version, signal } = asking
  let response: Response
  try {
    response = await fetch(addressOf(path, query), {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version ?? ''}"` }),
      },
      credentials: 'same-origin',
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new Problem(0, undefined, '')
  }
  if (!response.ok) throw await problemOf(response)
  try {
    return (response.status === 204 ? undefined : await response.json()) as Data
  } catch {
    throw new Problem(response.status, undefined, '')
  }
}
