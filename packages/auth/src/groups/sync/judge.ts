import type { Accounts, GroupsOutcome, RoleChanges } from '@trilatch/core'
import { userOfAccount } from '../../account/links.ts'
import type { ListedAccount } from '../../group-source.ts'
import type { Groups } from '../../identity.ts'
import { readGroups } from '../ask-groups.ts'
import type { Counters, SyncAuthorizer, SyncOptions } from './sync-options.ts'

/** An account of a user, and what the directory says. */
export interface Judged {
  readonly subject: string
  readonly said: Groups
  /** Whether anything of the provider was recorded. */
  readonly recorded: boolean
}

/** Says whose accounts are, and what the directory's word would change. */
export class Judge {
  readonly #provider: string
  readonly #options: SyncOptions
  readonly #accounts: Accounts
  readonly #manager: ReturnType<SyncAuthorizer['manage']>

  constructor(
    provider: string,
    options: SyncOptions,
    accounts: Accounts,
    manager: ReturnType<SyncAuthorizer['manage']>,
  ) {
    this.#provider = provider
    this.#options = options
    this.#accounts = accounts
    this.#manager = manager
  }

  /** Whose an account is, what the directory says, and what that would change; counted. */
  async account(account: ListedAccount, counts: Counters): Promise<Judged | undefined> {
    counts.accounts++
    const subject = await userOfAccount(this.#accounts, account)
    if (typeof subject !== 'string') {
      counts.unlinked++
      return undefined
    }
    const said = readGroups(account.groups)
    const { recorded, gains, loses } = await this.#manager.previewGroups(
      subject,
      this.#provider,
      said as GroupsOutcome,
    )
    if (said.status === 'unknown') counts.unknown++
    // Who is gone already is no removal.
    else if (said.status === 'complete' || recorded)
      this.#count(subject, said.status, { gains, loses }, counts)
    return { subject, said, recorded }
  }

  /** Whether anything of the provider is recorded. */
  async isKnown(subject: string): Promise<boolean> {
    const recorded = await this.#manager.recordedGroups(subject)
    return recorded.some(({ provider }) => provider === this.#provider)
  }

  #count(subject: string, status: 'complete' | 'gone', changes: RoleChanges, counts: Counters): void {
    const { gains, loses } = changes
    if (status === 'gone') counts.gone++
    if (gains.length + loses.length > 0) counts.changed++
    if (loses.length > 0 || status === 'gone') counts.removals++
    if (this.#options.dryRun !== true) return
    if (gains.length + loses.length > 0 || status === 'gone')
      this.#options.onChange?.({ subject, status: status === 'gone' ? 'gone' : 'changed', ...changes })
  }
}
