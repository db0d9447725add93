import { didYouMean, own, unknownKey } from '@trilatch/core'
import type { Accounts, Authorizer } from '@trilatch/core'
import { checkStrategies } from '../check-strategies.ts'
import { refuse } from '../refuse.ts'
import type { Strategy } from '../strategy.ts'
import { groupStrategies } from './ask-groups.ts'
import type { GroupStrategy } from './ask-groups.ts'

/** As much of an authorizer as refreshing uses. */
export type RefreshAuthorizer = Pick<Authorizer, 'enabled' | 'groupRefreshMs'> & {
  accounts(actor: string): Accounts
  manage(actor: string): Pick<ReturnType<Authorizer['manage']>, 'recordGroups' | 'recordedGroups'>
}

/** What `createGroupRefresh` takes. */
export interface GroupRefreshOptions {
  readonly authorizer: RefreshAuthorizer
  /** As `createSignIn` has them; those without `groups` are left out. */
  readonly strategies: readonly Strategy[]
  /** How many people are kept in mind, 1 to 1,000,000. Default 10,000; who was seen longest ago gives way. */
  readonly maxAccounts?: number
  /** How many are asked for at the same time, 1 to 100. Default 4. */
  readonly concurrency?: number
  /** How long one question may take, in milliseconds: 100 to 60,000. Default 10,000. */
  readonly timeoutMs?: number
  /** Milliseconds that only go forward; for tests. */
  readonly now?: () => number
}

/** The options, checked and complete. */
export interface RefreshSettings extends Required<Omit<GroupRefreshOptions, 'strategies'>> {
  readonly sources: readonly GroupStrategy[]
}

const what = 'refresh groups'
const names = ['authorizer', 'strategies', 'maxAccounts', 'concurrency', 'timeoutMs', 'now']
function numberOption(
  options: object,
  name: string,
  [least, most]: readonly [number, number],
  usual: number,
) {
  const given: unknown = own(options as Record<string, unknown>, name) ?? usual
  if (typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most) return given
  return refuse(`\`${name}\` must be a whole number from ${least} to ${most}.`, what)
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function readRefreshOptions(options: GroupRefreshOptions): RefreshSettings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createGroupRefresh takes an object of options')
  const stray = unknownKey(options, names)
  if (stray !== undefined) refuse(`unknown option ${JSON.stringify(stray)}.${didYouMean(stray, names)}`, what)
  const authorizer = own(options, 'authorizer')
  if (typeof authorizer?.manage !== 'function' || typeof authorizer.accounts !== 'function')
    refuse('`authorizer` must be what createAuthorizer() gives.', what)
  return {
    authorizer,
    sources: groupStrategies(checkStrategies(own(options, 'strategies'))),
    maxAccounts: numberOption(options, 'maxAccounts', [1, 1_000_000], 10_000),
    concurrency: numberOption(options, 'concurrency', [1, 100], 4),
    timeoutMs: numberOption(options, 'timeoutMs', [100, 60_000], 10_000),
    now: own(options, 'now') ?? ((): number => performance.now()),
  }
}
