import type { Vault } from '@trilatch/core'
import { json, seeOther } from '../answers.ts'
import type { Challenge } from '../challenge.ts'
import type { Exchange } from '../exchange.ts'
import { callbackPath } from '../pages/paths.ts'
import { ask, brokenContract } from '../ports.ts'
import { addressKey } from '../request/address-key.ts'
import { formSecret, randomText } from '../request/form-token.ts'
import type { SentFields } from '../request/read-fields.ts'
import type { RedirectStrategy, StrategyPorts } from '../strategy.ts'
import { keepTransaction, transactionCookie, transactionMs } from '../transactions.ts'
import type { Transaction } from '../transactions.ts'
import { leadsTo } from './destinations.ts'
import { challenged } from './sign-in-flow.ts'

/** How many sign-ins elsewhere one address may begin in ten minutes. */
const maxStarts = 300

/**
 * Counts a sign-in elsewhere that is about to begin, for each is kept in the store.
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` when it cannot be counted: that is not "no limit"
 */
export async function tooManyStarts(
  vault: Vault,
  address: string | undefined,
): Promise<Challenge | undefined> {
  const { count, remainingMs } = await vault.count({ kind: 'starts', key: addressKey(address) }, 1, {
    ttlMs: transactionMs,
  })
  if (count <= maxStarts) return undefined
  return { code: 'too-many', retryAfterSeconds: Math.ceil(remainingMs / 1_000) }
}

/** Refuses to send a browser anywhere but where the strategy says it does. */
export function checkDestination(strategy: RedirectStrategy, url: string): string {
  if (leadsTo(strategy, url)) return url
  throw brokenContract(strategy, 'it redirects to an origin that is none of its `destinations`')
}

/** What is to become of whoever comes back. */
interface Wanted {
  readonly as: SentFields['as']
  readonly returnTo?: string | undefined
  /** The session that wants the account linked. */
  readonly link?: NonNullable<Transaction['link']>
}

/** Begins a sign-in elsewhere: what is wanted is kept in the store, and bound to this browser. */
export async function beginElsewhere(
  exchange: Exchange,
  ports: StrategyPorts,
  strategy: RedirectStrategy,
  { as, returnTo, link }: Wanted,
): Promise<Response> {
  const { id } = strategy
  const { vault } = ports.accounts
  // Also asks whether there is a session to come back to, before anybody is sent away.
  exchange.session.get()
  const limited = await tooManyStarts(vault, exchange.context.address)
  if (limited !== undefined) return challenged(exchange, as === 'form', id, limited, returnTo)
  const state = randomText()
  const callbackUrl = exchange.settings.origin + exchange.base + callbackPath(id)
  const ended = await ask(strategy, () =>
    strategy.start(exchange.forStrategy(), { state, callbackUrl }, ports),
  )
  if (ended.outcome === 'fail') return challenged(exchange, as === 'form', id, ended.challenge, returnTo)
  if (ended.outcome !== 'redirect') throw brokenContract(strategy, `its start answered ${ended.outcome}`)
  const url = checkDestination(strategy, ended.url)
  // One binding for all tabs of a browser; each sign-in has a state of its own.
  const binding = formSecret(exchange.cookie(transactionCookie)) ?? randomText()
  const remembered = ended.remember ?? null
  await keepTransaction(vault, state, binding, {
    strategy: id,
    callbackUrl,
    returnTo: returnTo ?? null,
    remembered,
    ...(link === undefined ? {} : { link }),
  })
  exchange.setCookie(transactionCookie, binding, transactionMs / 1_000)
  return as === 'form' ? seeOther(url) : json(200, { redirectTo: url })
}
