import type { ClientDecision } from './decision.ts'
import type { PageDocument } from './documents.ts'

/** How a client asks. */
export interface ClientOptions {
  /** Where the application answers `/permissions` and `/decisions`. Default `/api/me`. */
  readonly url?: string
  /** What the page carries, so that nothing has to be asked first. */
  readonly page?: PageDocument | undefined
  /** How often it asks whether anything has changed, in ms: 250 to 60,000, default 5,000. Not while the page is hidden. */
  readonly pollMs?: number
  /** How old answers may be, in ms, when the server cannot be asked: the next failure after that ends them. Default 30,000. */
  readonly keepMs?: number
  /** What is said until the server has answered. */
  readonly pendingText?: string
  /** What is said where the server cannot be asked. */
  readonly unavailableText?: string
  /** Instead of the browser's `fetch`: for tokens in headers, or on a server. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

/** Answers what somebody may do, for showing. It never decides: the server does. */
export interface Client<Name extends string = string> {
  /**
   * The answer as far as it is known: on this resource, or without one for every resource. Closed until it is known.
   * What has to be asked goes to the server with whatever else is asked in this tick, once somebody subscribes.
   */
  decide(permission: Name, ...resource: readonly [] | readonly [resource: string]): ClientDecision
  /** Whether it may be granted for some resource: for menus and lists, beside `requireSome`. */
  decideSome(permission: Name): ClientDecision
  /** The answer as soon as it is known; `unavailable` where it cannot be had. */
  ask(permission: Name, ...resource: readonly [] | readonly [resource: string]): Promise<ClientDecision>
  /** Asks now whether anything has changed; never rejects. */
  readonly refresh: () => Promise<void>
  /** Calls `listener` whenever an answer may have changed, and keeps asking until the function it returns is called. */
  readonly subscribe: (listener: () => void) => () => void
}
