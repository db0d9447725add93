// What the suite asks of a framework. A new adapter is one file below setups that implements `Setup`.
import type { Access, Authorizer, Disclose, MaybePromise } from '@trilatch/core'
import type { Located, Name } from './policy.ts'

/** A request as the suite's handlers and resolvers see it, on every framework. */
export interface Asked {
  /** A parameter of the path, decoded as the framework does; the pieces of a wildcard joined by `/`. */
  param(name: string): unknown
  header(name: string): string | undefined
}

/** What a handler can ask of the adapter. */
export interface Handling extends Asked {
  access(): Promise<Access<Name>>
  resource(): unknown
}

export type ResourcePlan = { readonly param: string } | { readonly resource: (asked: Asked) => unknown }

/** A permission of `requireAll` or `requireAny`. */
export type ItemPlan = Name | ({ readonly permission: Name } & ResourcePlan)

/** One guard. */
export type GuardPlan =
  | readonly ['requirePermission', Name, ResourcePlan?]
  | readonly ['requireAll' | 'requireAny', ...ItemPlan[]]
  | readonly ['requireSome', Name]
  | readonly ['requireSignedIn' | 'publicRoute']

/** One route: guards, then a handler that answers 200 with a text. */
export interface RoutePlan {
  /** Default `get`. */
  readonly method?: 'get' | 'post' | 'put' | 'delete' | 'all'
  /** `:name` is a parameter; `*` at the end matches the rest, as the parameter `rest`. */
  readonly path: string
  readonly guards: readonly GuardPlan[]
  readonly handler: (asked: Handling) => MaybePromise<string>
  /** Whether the handler asks for the access or the resource; a framework may have to know beforehand. */
  readonly needs?: 'access' | 'resource'
}

/** An answer of the application's own error handler. */
export interface OwnAnswer {
  readonly status: number
  readonly body: string
}

/** One application. */
export interface ApplicationPlan {
  readonly authorizer: Authorizer<Name, Located>
  /** Handed to the adapter as it is; what it gives may be junk. */
  readonly subject: (request: unknown) => unknown
  readonly disclose?: Disclose
  readonly realm?: string
  readonly signIn?: string
  readonly routes: readonly RoutePlan[]
  /**
   * Who answers errors: `problems` is what the adapter offers, `framework` whatever the framework does without it. A
   * function is the application's own error handler, which sees every error.
   */
  readonly errors: 'problems' | 'framework' | ((error: unknown) => OwnAnswer)
}

/** An application that listens. */
export interface Running {
  readonly port: number
  stop(): Promise<unknown>
}

/** A framework in one major. */
export interface Setup {
  /** As its tests are named: `Express 5`. */
  readonly name: string
  /** The framework's own, of which the name has the first number. */
  readonly version: string
  start(plan: ApplicationPlan): Promise<Running>
  /** Headers that the framework adds to every answer. */
  readonly ownHeaders: readonly string[]
}
