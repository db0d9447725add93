import { TrilatchError } from '@trilatch/core'
import { tellSignIn } from '../events.ts'
import type { Exchange } from '../exchange.ts'
import { fail } from '../outcome.ts'
import { ask, brokenContract } from '../ports.ts'
import type { RedirectStrategy, StrategyPorts } from '../strategy.ts'
import { takeTransaction, transactionCookie } from '../transactions.ts'
import { beginElsewhere } from './begin-elsewhere.ts'
import { finishLink } from './link-flow.ts'
import { challenged, enter, entered } from './sign-in-flow.ts'

export function redirecting(exchange: Exchange, id: string): RedirectStrategy {
  const found = exchange.settings.strategies.find((strategy) => strategy.id === id)
  if (found?.kind === 'redirect') return found
  throw new TrilatchError('TRILATCH_NOT_FOUND', 'There is no such way to sign in.', { status: 404 })
}

/** Sends the browser to the provider. */
export async function start(exchange: Exchange, ports: StrategyPorts, id: string): Promise<Response> {
  const strategy = redirecting(exchange, id)
  const { as, fields } = await exchange.submitted()
  return beginElsewhere(exchange, ports, strategy, { as, returnTo: exchange.returnTo(fields) })
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
  if (ended.outcome === 'success' && begun.link)
    return finishLink(exchange, strategy, begun.link, ended.identity)
  const done = ended.outcome === 'fail' ? ended : await enter(exchange, strategy, ended.identity)
  if (done.outcome === 'fail') return challenged(exchange, asPage, id, done.challenge, returnTo)
  return entered(exchange, asPage ? 'form' : 'json', done.subject, returnTo)
}
