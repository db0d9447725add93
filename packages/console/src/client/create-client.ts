import { ApiProblem } from './api-problem.ts'
import { places } from './api.generated.ts'
import type { Api } from './api.generated.ts'
import { readAll } from './read-all.ts'

/** How a client asks. */
export interface ConsoleClientOptions {
  /** Where the API is, with a slash at its end: `https://app.example.org/admin/api/`. */
  readonly base: string | URL
  /** Instead of the `fetch` there is: for tokens in headers, and tests. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

/** What an operation answered. */
export interface ConsoleAnswer<Body> {
  readonly status: number
  readonly body: Body
  /** The version of what is shown or was written, for `version` of the next write; absent where there is none. */
  readonly version?: string | null
}

type Input<Id extends keyof Api> = Api[Id]['input']

/** Nothing has to be given where nothing is required. */
type Given<Id extends keyof Api> =
  Input<Id> extends undefined
    ? readonly []
    : Partial<Input<Id>> extends Input<Id>
      ? readonly [Input<Id>?]
      : readonly [Input<Id>]

/** Operations that answer with a page of a list. */
export type ListId = {
  readonly [Id in keyof Api]: Api[Id]['answer'] extends { readonly items: readonly unknown[] } ? Id : never
}[keyof Api]

/** A whole list. */
export interface ConsoleList<Id extends ListId> {
  readonly items: Api[Id]['answer']['items']
  /** The version of the whole, with which it can be replaced; absent where the list has none. */
  readonly version?: string | null
}

/** Calls the operations of the console's API. */
export interface ConsoleClient {
  /**
   * Does one operation.
   *
   * @throws ApiProblem what it was refused with; whatever `fetch` throws where no answer comes
   */
  call<Id extends keyof Api>(operation: Id, ...input: Given<Id>): Promise<ConsoleAnswer<Api[Id]['answer']>>
  /**
   * Reads a list to its last page, 200 items at a time; from the beginning where it changes on the way, five times at
   * most.
   *
   * @throws ApiProblem as `call`; `TRILATCH_CONFLICT` (409) where it keeps changing
   */
  all<Id extends ListId>(operation: Id, ...input: Given<Id>): Promise<ConsoleList<Id>>
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly version?: string | null
}

/** The address of an operation below the API. */
export function addressOf(base: string | URL, path: string, { params = {}, query = {} }: AnyInput): URL {
  const filled = path.slice(1).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new TypeError(`The parameter ${name} of ${path} is missing`)
    return encodeURIComponent(value)
  })
  const url = new URL(filled, base)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

function versionIn(headers: Headers): { version?: string | null } {
  const etag = headers.get('etag')
  if (etag === null) return {}
  const version = etag.replace(/^W\//, '').slice(1, -1)
  return { version: version === '' ? null : version }
}

/** A client of the console's API, typed by its OpenAPI document. For pages of the application, programs and tests. */
export function createConsoleClient(options: ConsoleClientOptions): ConsoleClient {
  const ask = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))
  const call = async (operation: keyof Api, given: AnyInput): Promise<ConsoleAnswer<unknown>> => {
    const { method, path } = places[operation]
    const { body, version } = given
    const response = await ask(addressOf(options.base, path, given).href, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version ?? ''}"` }),
      },
      credentials: 'same-origin',
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw await ApiProblem.of(response)
    const isJson = response.headers.get('content-type') === 'application/json'
    const answer: unknown = isJson ? await response.json() : await response.text()
    return { status: response.status, body: answer, ...versionIn(response.headers) }
  }
  return {
    call: (operation, ...[input]) => call(operation, input ?? {}) as never,
    all: (operation, ...[input]) => {
      const given = (input ?? {}) as AnyInput
      return readAll((place) => call(operation, { ...given, query: { ...given.query, ...place } })) as never
    },
  }
}
