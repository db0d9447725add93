import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'
import type { ChallengeCode } from './challenge.ts'
import type { Fail } from './outcome.ts'
import type { Strategy } from './strategy.ts'

/** Somebody signed in or out, or was refused. Published on `trilatch:sign-in`; holds nothing that was typed. */
export interface SignInEvent {
  readonly action:
    | 'sign-in'
    | 'sign-out'
    | 'sign-out-everywhere'
    | 'register'
    | 'change-password'
    | 'link'
    | 'unlink'
  readonly outcome: 'success' | 'fail'
  /** The id of the strategy; absent for signing out. */
  readonly strategy?: string
  /** Who it was, where that has been proved. */
  readonly subject?: string
  /** Why it was refused. */
  readonly reason?: ChallengeCode
}

/** A channel of `node:diagnostics_channel`. */
export const signInChannel: Channel = channel('trilatch:sign-in')

export function tell(event: SignInEvent): void {
  if (signInChannel.hasSubscribers) signInChannel.publish(Object.freeze(event))
}

/** Tells of a sign-in, or another action, that a strategy decided. */
export function tellSignIn(
  strategy: Strategy,
  ended: Fail | { readonly outcome: 'success'; readonly subject?: string },
  action: SignInEvent['action'] = 'sign-in',
): void {
  const common = { action, outcome: ended.outcome, strategy: strategy.id }
  if (ended.outcome === 'fail') tell({ ...common, reason: ended.challenge.code })
  else tell({ ...common, ...(ended.subject === undefined ? {} : { subject: ended.subject }) })
}
