import type { Accounts, GroupsOutcome, RoleChanges } from '@trilatch/core'
import { userOfAccount } from '../../account/links.ts'
import type { ListedAccount } from '../../group-source.ts'
import type { Groups } from '../../identity.ts'
import { readGroups } from '../ask-groups.ts'
import type { Counters, SyncAuthorizer, SyncOptions } from './sync-options.ts'

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
  async account(
    account: ListedAccount,
    counts: Counters,
  ): Promise<{ readonly subject: string; readonly said: Groups } | undefined> {
    counts.accounts++
    const subject = await userOfAccount(this.#accounts, account)
    if (typeof subject !== 'string') {
      counts.unlinked++
      return undefined
    }
    const said = readGroups(account.groups)
    if (said.status === 'unknown') counts.unknown++
    else if (said.status === 'complete' || (await this.isKnown(subject))) {
      const changes = await this.#manager.previewGroups(subject, this.#provider, said as GroupsOutcome)
      this.#count(subject, said.status, changes, counts)
    }
    return { subject, said }
  }

  /** Whether anything of the provider is recorded: who is gone already is no removal. */
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
