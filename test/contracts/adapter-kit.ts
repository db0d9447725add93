// What the contracts of adapters ask of one, and what they share.
import type { FetchHandler } from '@trilatch/core'
import type { Answer } from './adapter-policy.ts'

/** The verbs as most adapters call them. */
export type Verb =
  | 'requirePermission'
  | 'requireAll'
  | 'requireAny'
  | 'requireSome'
  | 'requireSignedIn'
  | 'publicRoute'

/** The verbs as JavaScript calls them: the compiler is not there to help. */
export type Verbs = Readonly<Record<Verb, (...all: unknown[]) => unknown>>

/** What subjects, resolvers and handlers see of a request; a subject need not see parameters and query. */
export interface Asked {
  readonly headers: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
}

/** One GET route. */
export interface RoutePlan {
  /** `:name` is a parameter. */
  readonly path: string
  /** A verb with all that it is called with; alone it is the verb itself, passed and not called. */
  readonly guard: Verb | readonly [verb: Verb, ...all: unknown[]]
  /** Gives the text of the answer. Default `inside`. */
  readonly handler?: (asked: Asked) => string
}

/** What the application's own error handling answers. */
export interface OwnAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An application of the people of `adapter-policy.ts`. */
export interface ApplicationPlan {
  readonly routes: readonly RoutePlan[]
  /** Routes behind all others, where the framework goes on to a second one of a path. */
  readonly behind?: readonly RoutePlan[]
  /** What answers below `/admin`, in front of the routes. */
  readonly mounted?: FetchHandler['fetch']
  /** Who asks, as JavaScript may have it. Default: who the header says. */
  readonly subject?: (asked: Pick<Asked, 'headers'>) => unknown
  /** Whether what the adapter offers answers refusals. Default `true`. */
  readonly problems?: boolean
  /** The application's own error handling, for what comes by that. */
  readonly own?: (error: unknown) => OwnAnswer
}

/** An application that listens. */
export interface RunningApplication {
  /** Asks by fetch, following nothing. */
  ask(path: string, init?: RequestInit): Promise<Answer>
  /** The path of its route for each time that a handler ran. */
  readonly ran: readonly string[]
}

export type Start = (plan: ApplicationPlan) => Promise<RunningApplication>

/** What a route is to stand behind. */
export function guardOf(verbs: Verbs, guard: RoutePlan['guard']): unknown {
  if (typeof guard === 'string') return verbs[guard]
  const [verb, ...all] = guard
  return verbs[verb](...all)
}

/** Error handling that keeps what it sees and answers 500 `mine`. */
export const keeping =
  (seen: unknown[]) =>
  (error: unknown): OwnAnswer => {
    seen.push(error)
    return { status: 500, headers: {}, body: 'mine' }
  }

/** The code and message of what is thrown, or `undefined`. */
export function fault(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    const { name, message, code } = error as Error & { readonly code?: string }
    return [code ?? name, message]
  }
  return undefined
}

/** Has every object say so for as long as something runs. */
export async function polluted(name: string, value: unknown, run: () => unknown): Promise<void> {
  // oxlint-disable-next-line eslint/no-extend-native -- a polluted prototype is what this is about
  Object.defineProperty(Object.prototype, name, { value, configurable: true })
  try {
    await run()
  } finally {
    Reflect.deleteProperty(Object.prototype, name)
  }
}
