import type { Challenge, ChallengeCode } from './challenge.ts'
import type { Identity } from './identity.ts'

/** The caller is this one. */
export interface Success {
  readonly outcome: 'success'
  readonly identity: Identity
}

/** The caller has not proved who they are. */
export interface Fail {
  readonly outcome: 'fail'
  readonly challenge: Challenge
}

/** The browser goes elsewhere, and comes back to the callback. */
export interface Redirect {
  readonly outcome: 'redirect'
  /** Absolute; its origin is one of the strategy's `destinations`. */
  readonly url: string
  /** What the callback needs to finish: nonce, verifier. Plain JSON; kept in the store, never in the browser. */
  readonly remember?: unknown
}

/** The request is none of this strategy's: the next one is asked. */
export interface Pass {
  readonly outcome: 'pass'
}

/** It could not be found out: 503, never "no". The error is for operators; callers are not told. */
export interface Failure {
  readonly outcome: 'error'
  readonly error: Error
}

/** How a strategy ends, as a value. What it throws counts as `error`. */
export type Outcome = Success | Fail | Redirect | Pass | Failure

/** How a registration ends. `sent`: what comes next is in a mail, whether or not the address was known. */
export type Registered = Success | Fail | Failure | { readonly outcome: 'sent'; readonly text: string }

/** How a change of password ends. `epoch`: what sessions carry since; the caller goes on only if it still is that. */
export type PasswordChanged = { readonly outcome: 'changed'; readonly epoch?: string } | Fail | Failure

export const success = (identity: Identity): Success => ({ outcome: 'success', identity })

/** @param challenge A code, or a challenge in full. */
export const fail = (challenge: ChallengeCode | Challenge): Fail => ({
  outcome: 'fail',
  challenge: typeof challenge === 'string' ? { code: challenge } : challenge,
})

export const redirect = (url: string | URL, remember?: unknown): Redirect => ({
  outcome: 'redirect',
  url: String(url),
  ...(remember === undefined ? {} : { remember }),
})

export const pass = (): Pass => ({ outcome: 'pass' })

/** @param error Whatever was thrown. */
export const failure = (error: unknown): Failure => ({
  outcome: 'error',
  error: error instanceof Error ? error : new Error(String(error)),
})
