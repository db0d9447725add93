import { ApiProblem } from './api-problem.ts'
import { places } from './api.generated.ts'
import type { Api } from './api.generated.ts'

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

/** Calls the operations of the console's API. */
export interface ConsoleClient {
  /**
   * Does one operation.
   *
   * @throws ApiProblem what it was refused with; whatever `fetch` throws where no answer comes
   */
  call<Id extends keyof Api>(operation: Id, ...input: Given<Id>): Promise<ConsoleAnswer<Api[Id]['answer']>>
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
  return {
    call: async (operation, ...[input]) => {
      const { method, path } = places[operation]
      const given = (input ?? {}) as AnyInput
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
      return { status: response.status, body: answer as never, ...versionIn(response.headers) }
    },
  }
}
