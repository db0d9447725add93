import { addressOf, checkBase } from './address-of.ts'
import type { AddressInput } from './address-of.ts'
import { ApiProblem } from './api-problem.ts'
import { places } from './api.generated.ts'
import type { Api } from './api.generated.ts'
import { bodyOf } from './body-of.ts'
import { readAll } from './read-all.ts'
import type { Place } from './read-all.ts'

/** How a client asks. */
export interface ConsoleClientOptions {
  /** Where the API is, as an absolute URL with a slash at its end: `https://app.example.org/admin/api/`. */
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
type Given<Id extends keyof Api, More = Asking> =
  Input<Id> extends undefined
    ? readonly [More?]
    : Partial<Input<Id>> extends Input<Id>
      ? readonly [(Input<Id> & More)?]
      : readonly [Input<Id> & More]

/** A whole list is asked for without a place in it. */
interface AskingForAll extends Asking {
  readonly query?: { readonly [Name in keyof Place]?: never }
}

/** Operations that answer with a page of a list. */
export type ListId = {
  readonly [Id in keyof Api]: Api[Id]['answer'] extends { readonly items: readonly unknown[] } ? Id : never
}[keyof Api]

/** A whole list. */
export interface ConsoleList<Id extends ListId> {
  readonly items: Api[Id]['answer']['items']
  /**
   * The version that its last page has; absent where the list has none. With it the list can be replaced, where it is all
   * of it: what a search has found is not, as of `listMembers` with `query`, and its version is refused (428).
   */
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
   * @throws TypeError where a parameter of the path is empty, `.` or `..`, which no address can say
   */
  call<Id extends keyof Api>(operation: Id, ...input: Given<Id>): Promise<ConsoleAnswer<Api[Id]['answer']>>
  /**
   * Reads a list to its last page, 200 items at a time; from the beginning where it changes on the way, five times at
   * most.
   *
   * @throws ApiProblem as `call`; `TRILATCH_CONFLICT` (409) where it keeps changing
   * @throws TypeError where `query` has an `after` or a `limit`
   */
  all<Id extends ListId>(operation: Id, ...input: Given<Id, AskingForAll>): Promise<ConsoleList<Id>>
  /** The address of an operation, for links and downloads. */
  address<Id extends keyof Api>(operation: Id, ...input: Given<Id>): string
}

interface AnyInput extends Asking, AddressInput {
  readonly body?: unknown
  readonly version?: string | null
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

function checkWhole(operation: string, { query = {} }: AnyInput): void {
  const given = (['after', 'limit'] as const).find((name) => query[name] !== undefined)
  if (given === undefined) return
  throw new TypeError(
    `all reads ${operation} from its beginning to its end: leave out query.${given}, or ask for one page with call`,
  )
}

/**
 * A client of the console's API, typed by its OpenAPI document. For pages of the application, programs and tests.
 *
 * @throws TypeError where `base` is no absolute URL with a slash at its end
 */
export function createConsoleClient(options: ConsoleClientOptions): ConsoleClient {
  const base = checkBase(options.base)
  const ask = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))
  const call = async (operation: keyof Api, given: AnyInput): Promise<ConsoleAnswer<unknown>> => {
    const { method, path, type } = places[operation]
    const response = await ask(addressOf(base, path, given), requestOf(method, given))
    if (!response.ok) throw await ApiProblem.of(response)
    const body = await bodyOf(response, type, given.signal)
    return { status: response.status, body, ...versionIn(response.headers) }
  }
  return {
    call: (operation, ...[input]) => call(operation, input ?? {}) as never,
    all: async (operation, ...[input]) => {
      const given = (input ?? {}) as AnyInput
      checkWhole(operation, given)
      return readAll((place) => call(operation, { ...given, query: { ...given.query, ...place } })) as never
    },
    address: (operation, ...[input]) =>
      addressOf(base, places[operation].path, (input ?? {}) as AddressInput),
  }
}
