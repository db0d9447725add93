import { TrilatchError } from '@trilatch/core'
import { challengeHeaders, challengeProblem, json, page } from '../answers.ts'
import { challengeStatus } from '../challenge.ts'
import type { Challenge } from '../challenge.ts'
import { tellSignIn } from '../events.ts'
import type { Exchange } from '../exchange.ts'
import { localIssuer } from '../identity.ts'
import { messagePage, toApplication } from '../pages/message-page.ts'
import { registerPage } from '../pages/register-page.ts'
import { ask } from '../ports.ts'
import type { PasswordStrategy, Registration, StrategyPorts } from '../strategy.ts'
import type { Strategy } from '../strategy.ts'
import { enter, entered, ownFields } from './sign-in-flow.ts'

interface Registering {
  readonly strategy: PasswordStrategy
  readonly registration: Registration
}

/** The strategy with which people register, if any. */
export function registering(strategies: readonly Strategy[]): Registering | undefined {
  return strategies.flatMap((strategy) =>
    strategy.kind === 'password' && strategy.registration !== undefined
      ? [{ strategy, registration: strategy.registration }]
      : [],
  )[0]
}

function found(exchange: Exchange): Registering {
  const one = registering(exchange.settings.strategies)
  if (one !== undefined) return one
  throw new TrilatchError('TRILATCH_NOT_FOUND', 'There is no registration here.', { status: 404 })
}

export function showRegister(exchange: Exchange): Response {
  const { strategy, registration } = found(exchange)
  const view = exchange.view(exchange.returnTo(exchange.query))
  return page(200, registerPage(view, strategy, registration), [])
}

/** Registration: whoever has registered is signed in, unless a mail has to come first. */
export async function register(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { strategy, registration } = found(exchange)
  const sent = await exchange.submitted()
  const fields = ownFields(sent)
  const returnTo = exchange.returnTo(sent.fields)
  const refused = (challenge: Challenge): Response => {
    if (sent.as === 'json') return challengeProblem(challenge)
    const view = exchange.view(returnTo, { challenge, strategy: strategy.id, entered: fields })
    const content = registerPage(view, strategy, registration)
    return page(challengeStatus(challenge), content, [], challengeHeaders(challenge))
  }
  const ended = await ask(strategy, () => registration.register(exchange.forStrategy(fields), ports))
  if (ended.outcome === 'fail') {
    tellSignIn(strategy, ended, 'register')
    return refused(ended.challenge)
  }
  if (ended.outcome === 'sent') {
    if (sent.as === 'json') return json(202, { signedIn: false, detail: ended.text })
    const { settings, base } = exchange
    return page(200, messagePage(settings, base, 'Almost done', ended.text, toApplication(settings)), [])
  }
  const { issuer, id } = ended.identity
  // Of somebody else's account the id is not that of a user; signing in tells whose it is.
  tellSignIn(strategy, { outcome: 'success', ...(issuer === localIssuer ? { subject: id } : {}) }, 'register')
  const done = await enter(exchange, strategy, ended.identity)
  if (done.outcome === 'fail') return refused(done.challenge)
  return entered(exchange, sent.as, done.subject, returnTo)
}
