import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'

/** A search was answered with places elsewhere. None is followed. Published on `trilatch:ldap-references`. */
export interface LdapReferences {
  /** The id of the strategy. */
  readonly strategy: string
  /** What was searched below. */
  readonly base: string
  /** How many places there were. */
  readonly references: number
}

/** A channel of `node:diagnostics_channel`. */
export const referencesChannel: Channel = channel('trilatch:ldap-references')

export function tellReferences(references: LdapReferences): void {
  if (referencesChannel.hasSubscribers) referencesChannel.publish(Object.freeze(references))
}
