import { TrilatchError } from '@trilatch/core'
import type { Vault } from '@trilatch/core'
import { json, seeOther } from '../answers.ts'
import type { Challenge } from '../challenge.ts'
import { tellSignIn } from '../events.ts'
import type { Exchange } from '../exchange.ts'
import { fail } from '../outcome.ts'
import { callbackPath } from '../pages/paths.ts'
import { ask, brokenContract } from '../ports.ts'
import { addressKey } from '../request/address-key.ts'
import { formSecret, randomText } from '../request/form-token.ts'
import type { RedirectStrategy, StrategyPorts } from '../strategy.ts'
import { keepTransaction, takeTransaction, transactionCookie, transactionMs } from '../transactions.ts'
import { challenged, enter, entered } from './sign-in-flow.ts'

/** How many sign-ins elsewhere one address may begin in ten minutes. */
const maxStarts = 300

export function redirecting(exchange: Exchange, id: string): RedirectStrategy {
  const found = exchange.settings.strategies.find((strategy) => strategy.id === id)
  if (found?.kind === 'redirect') return found
  throw new TrilatchError('TRILATCH_NOT_FOUND', 'There is no such way to sign in.', { status: 404 })
}

/**
 * Counts a sign-in elsewhere that is about to begin, for each is kept in the store.
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` when it cannot be counted: that is not "no limit"
 */
export async function tooManyStarts(vault: Vault, address: string | undefined): Promise<Challenge | undefined> {
  const { count, remainingMs } = await vault.count({ kind: 'starts', key: addressKey(address) }, 1, {
    ttlMs: transactionMs,
  })
  if (count <= maxStarts) return undefined
  return { code: 'too-many', retryAfterSeconds: Math.ceil(remainingMs / 1_000) }
}

/** Refuses to send a browser anywhere but where the strategy says it does. */
export function checkDestination(strategy: RedirectStrategy, url: string): string {
  if (URL.canParse(url) && strategy.destinations.includes(new URL(url).origin)) return url
  throw brokenContract(strategy, 'it redirects to an origin that is none of its `destinations`')
}

/** Sends the browser to the provider. */
export async function start(exchange: Exchange, ports: StrategyPorts, id: string): Promise<Response> {
  const strategy = redirecting(exchange, id)
  const sent = await exchange.submitted()
  const returnTo = exchange.returnTo(sent.fields)
  const { vault } = ports.accounts
  // Also asks whether there is a session to come back to, before anybody is sent away.
  exchange.session.get()
  const limited = await tooManyStarts(vault, exchange.context.address)
  if (limited !== undefined) return challenged(exchange, sent.as === 'form', id, limited, returnTo)
  const state = randomText()
  const callbackUrl = exchange.settings.origin + exchange.base + callbackPath(id)
  const ended = await ask(strategy, () =>
    strategy.start(exchange.forStrategy(), { state, callbackUrl }, ports),
  )
  if (ended.outcome === 'fail') return challenged(exchange, sent.as === 'form', id, ended.challenge, returnTo)
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
  })
  exchange.setCookie(transactionCookie, binding, transactionMs / 1_000)
  return sent.as === 'form' ? seeOther(url) : json(200, { redirectTo: url })
}

/** Takes the browser back in: what was begun is consumed first, whatever comes of it. */
export async function callback(exchange: Exchange, ports: StrategyPorts, id: string): Promise<Response> {
  const strategy = redirecting(exchange, id)
  const state = exchange.query.get('state') ?? ''
  const begun = await takeTransaction(ports.accounts.vault, state, exchange.cookie(transactionCookie), id)
  const asPage = exchange.wantsPage
  const returnTo = begun?.returnTo ?? undefined
  if (begun === undefined) {
    tellSignIn(strategy, fail('sign-in-again'))
    return challenged(exchange, asPage, id, { code: 'sign-in-again' }, undefined)
  }
  const { callbackUrl, remembered } = begun
  const url = new URL(callbackUrl)
  url.search = exchange.url.search
  const finish = { state, callbackUrl, url, remembered }
  const ended = await ask(strategy, () => strategy.finish(exchange.forStrategy(), finish, ports))
  if (ended.outcome === 'redirect' || ended.outcome === 'pass')
    throw brokenContract(strategy, `its callback answered ${ended.outcome}`)
  if (ended.outcome === 'fail') tellSignIn(strategy, ended)
  const done = ended.outcome === 'fail' ? ended : await enter(exchange, strategy, ended.identity)
  if (done.outcome === 'fail') return challenged(exchange, asPage, id, done.challenge, returnTo)
  return entered(exchange, asPage ? 'form' : 'json', done.subject, returnTo)
}
