import type { Groups } from './identity.ts'
import type { StrategyPorts } from './strategy.ts'

/** Whose groups are asked for outside of a sign-in: the key of the account, and the user that it belongs to. */
export interface GroupAccount {
  readonly issuer: string
  readonly id: string
  readonly subject: string
}

/** A group to pick for a mapping row. */
export interface FoundGroup {
  /** As mapping rows name it: a DN, a full path. */
  readonly name: string
  /** What people call it, where that is something else. */
  readonly title?: string
}

/** A page of groups; `next` is the `after` of the next one. */
export interface FoundGroups {
  readonly items: readonly FoundGroup[]
  readonly next?: string
}

/** One account of a directory, as a pass over all of them meets it. */
export interface ListedAccount {
  readonly issuer: string
  readonly id: string
  readonly groups: Groups
  /** Goes on behind this account: `after` of a later pass. */
  readonly cursor: string
}

/** What a strategy can say about groups between sign-ins. None of these is asked during a request of a user. */
export interface GroupSource {
  /** Somebody's groups now. What cannot be found out is `unknown`, also when it throws. */
  groupsOf(account: GroupAccount, ports: StrategyPorts, signal: AbortSignal): Promise<Groups>
  /**
   * Groups whose name or title contains a text, for a picker; in pages of 1 to 200.
   *
   * @throws what the directory said: an administrator reads it
   */
  search?(
    query: { readonly text: string; readonly after?: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<FoundGroups>
  /**
   * Every account, one after the other and in bounded memory. It throws where the pass cannot be trusted to be whole:
   * who was not met may then not be taken for gone.
   */
  everyone?(options: { readonly after?: string; readonly signal: AbortSignal }): AsyncIterable<ListedAccount>
}
