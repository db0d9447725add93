import { ApiProblem } from './api-problem.ts'
import { places } from './api.generated.ts'
import type { Api } from './api.generated.ts'
import { bodyOf } from './body-of.ts'
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

/** What every operation may be asked with. */
interface Asking {
  /** Gives the question up. */
  readonly signal?: AbortSignal
}

/** Nothing has to be given where nothing is required. */
type Given<Id extends keyof Api> =
  Input<Id> extends undefined
    ? readonly [Asking?]
    : Partial<Input<Id>> extends Input<Id>
      ? readonly [(Input<Id> & Asking)?]
      : readonly [Input<Id> & Asking]

/** Operations that answer with a page of a list. */
export type ListId = {
  readonly [Id in keyof Api]: Api[Id]['answer'] extends { readonly items: readonly unknown[] } ? Id : never
}[keyof Api]

/** A whole list. */
export interface ConsoleList<Id extends ListId> {
  readonly items: Api[Id]['answer']['items']
  /** The version of the whole, with which it can be replaced; absent where the list has none. */
  readonly version?: string | null
  /** The answers it was read from, for what they say beside their items. */
  readonly pages: readonly Api[Id]['answer'][]
}

/** Calls the operations of the console's API. */
export interface ConsoleClient {
  /**
   * Does one operation.
   *
   * @throws ApiProblem what it was refused with, or an answer that is none of the API's; whatever `fetch` throws where
   *   no answer comes
   */
  call<Id extends keyof Api>(operation: Id, ...input: Given<Id>): Promise<ConsoleAnswer<Api[Id]['answer']>>
  /**
   * Reads a list to its last page, 200 items at a time; from the beginning where it changes on the way, five times at
   * most.
   *
   * @throws ApiProblem as `call`; `TRILATCH_CONFLICT` (409) where it keeps changing
   */
  all<Id extends ListId>(operation: Id, ...input: Given<Id>): Promise<ConsoleList<Id>>
  /** The address of an operation, for links and downloads. */
  address<Id extends keyof Api>(operation: Id, ...input: Given<Id>): string
}

interface AnyInput extends Asking {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly version?: string | null
}

function addressOf(base: string | URL, path: string, { params = {}, query = {} }: AnyInput): string {
  const filled = path.slice(1).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new TypeError(`The parameter ${name} of ${path} is missing`)
    return encodeURIComponent(value)
  })
  const url = new URL(filled, base)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url.href
}

function requestOf(method: string, { body, version, signal }: AnyInput): RequestInit {
  return {
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
  }
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
    const { method, path, type } = places[operation]
    const response = await ask(addressOf(options.base, path, given), requestOf(method, given))
    if (!response.ok) throw await ApiProblem.of(response)
    const body = await bodyOf(response, type, given.signal)
    return { status: response.status, body, ...versionIn(response.headers) }
  }
  return {
    call: (operation, ...[input]) => call(operation, input ?? {}) as never,
    all: (operation, ...[input]) => {
      const given = (input ?? {}) as AnyInput
      return readAll((place) => call(operation, { ...given, query: { ...given.query, ...place } })) as never
    },
    address: (operation, ...[input]) => addressOf(options.base, places[operation].path, input ?? {}),
  }
}
