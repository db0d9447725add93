import { TrilatchError } from '@trilatch/core'
import { challengeHeaders, challengeProblem, json, page, seeOther } from '../answers.ts'
import { challengeStatus } from '../challenge.ts'
import { tellSignIn } from '../events.ts'
import type { Exchange } from '../exchange.ts'
import { passwordPage } from '../pages/password-page.ts'
import { paths, withReturn } from '../pages/paths.ts'
import { ask } from '../ports.ts'
import { renewed } from '../session/renewed.ts'
import type { PasswordChange, PasswordStrategy, Strategy, StrategyPorts } from '../strategy.ts'
import { ownFields } from './sign-in-flow.ts'
import { isSignedInHere, signedInHere } from './signed-in-here.ts'

interface Changing {
  readonly strategy: PasswordStrategy
  readonly change: PasswordChange
}

/** The strategy with which people change their password, if any. */
export function changing(strategies: readonly Strategy[]): Changing | undefined {
  return strategies.flatMap((strategy) =>
    strategy.kind === 'password' && strategy.passwordChange !== undefined
      ? [{ strategy, change: strategy.passwordChange }]
      : [],
  )[0]
}

function found(exchange: Exchange): Changing {
  const one = changing(exchange.settings.strategies)
  if (one !== undefined) return one
  throw new TrilatchError('TRILATCH_NOT_FOUND', 'Passwords are not changed here.', { status: 404 })
}

/** The form; a browser of somebody who is not signed in comes here afterwards. */
export function showPassword(exchange: Exchange): Response {
  const { strategy, change } = found(exchange)
  const { base, wantsPage } = exchange
  if (wantsPage && !isSignedInHere(exchange))
    return seeOther(withReturn(base + paths.signIn, base + paths.password))
  signedInHere(exchange)
  return page(200, passwordPage(exchange.view(exchange.returnTo(exchange.query)), strategy, change), [])
}

/** Changes the password: all sessions end, and the caller goes on in a new one, unless sessions have ended again since. */
export async function changePassword(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { strategy, change } = found(exchange)
  const sent = await exchange.submitted()
  const session = signedInHere(exchange)
  const { subject } = session
  const fields = ownFields(sent)
  const ended = await ask(strategy, () => change.changePassword(subject, exchange.forStrategy(fields), ports))
  if (ended.outcome === 'fail') {
    tellSignIn(strategy, ended, 'change-password')
    const { challenge } = ended
    if (sent.as === 'json') return challengeProblem(challenge)
    // Back to the form as it was, without what was typed into it.
    const view = exchange.view(undefined, { challenge, strategy: strategy.id, entered: new Map() })
    const content = passwordPage(view, strategy, change)
    return page(challengeStatus(challenge), content, [], challengeHeaders(challenge))
  }
  tellSignIn(strategy, { outcome: 'success', subject }, 'change-password')
  const { epoch, suspended } = await exchange.settings.authorizer.manage(subject).beginSession(subject)
  const goesOn = !suspended && (ended.epoch === undefined || ended.epoch === epoch)
  if (goesOn) await exchange.session.regenerate(renewed(session, epoch))
  else await exchange.session.destroy()
  if (sent.as === 'json') return json(200, { signedIn: goesOn, subject })
  if (goesOn) exchange.notify('password-changed')
  return seeOther(exchange.base + paths.whoAmI)
}
