import { linksOf } from '../account/links.ts'
import { json, page, seeOther } from '../answers.ts'
import type { Exchange } from '../exchange.ts'
import { accountPage } from '../pages/account-page.ts'
import { paths, startPath, withReturn } from '../pages/paths.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import type { FormField, StrategyPorts } from '../strategy.ts'
import { destinationsOf } from './destinations.ts'
import { changing } from './password-flow.ts'
import { registering } from './register-flow.ts'
import { isSignedInHere } from './signed-in-here.ts'

const fieldsOf = (fields: readonly FormField[]): readonly object[] =>
  fields.map(({ name, label, type, autocomplete, required = true }) => ({
    name,
    label,
    type,
    autocomplete,
    required,
  }))

/** Who the caller is, and how one signs in here: for programs, and for pages that have a menu to draw. */
export async function whoAmI(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { settings, base, subject } = exchange
  if (!settings.authorizer.enabled)
    return json(200, { enabled: false, signedIn: false, subject: null, canSignIn: false })
  const stored = subject === null ? null : await ports.accounts.user(subject)
  const { email, title } = stored?.user ?? {}
  const registration = registering(settings.strategies)?.registration
  const change = changing(settings.strategies)?.change
  return json(200, {
    enabled: true,
    signedIn: subject !== null,
    subject:
      subject === null
        ? null
        : {
            id: subject,
            ...(email === undefined ? {} : { email }),
            ...(title === undefined ? {} : { title }),
          },
    canSignIn: true,
    strategies: settings.strategies.map((strategy) => {
      const { id, title: name, kind } = strategy
      return kind === 'password'
        ? { id, title: name, kind, fields: fieldsOf(strategy.fields), signIn: base + paths.signIn }
        : { id, title: name, kind, signIn: base + startPath(id) }
    }),
    registration:
      registration === undefined
        ? null
        : { fields: fieldsOf(registration.fields), register: base + paths.register },
    passwordChange:
      change === undefined ? null : { fields: fieldsOf(change.fields), change: base + paths.password },
  })
}

/** The page of whoever is signed in; others are sent to sign in. */
export async function showAccount(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { subject, settings } = exchange
  if (subject === null || !isSignedInHere(exchange)) return seeOther(exchange.base + paths.signIn)
  const { title, email } = (await ports.accounts.user(subject))?.user ?? {}
  const content = accountPage(
    exchange.view(undefined),
    { name: title ?? email ?? subject, email: title === undefined ? undefined : email },
    changing(settings.strategies) !== undefined,
    (await linksOf(ports.accounts, subject)).accounts,
  )
  return page(200, content, destinationsOf(settings.strategies))
}

/** The sign-in page; whoever is signed in goes on to where they wanted, unless a guard asks them to sign in again. */
export function showSignIn(exchange: Exchange): Response {
  const returnTo = exchange.returnTo(exchange.query)
  if (isSignedInHere(exchange) && !exchange.query.has('again'))
    return seeOther(exchange.destination(returnTo))
  return page(200, signInPage(exchange.view(returnTo)), destinationsOf(exchange.settings.strategies))
}

/** Whoever opens what only a form can do is shown the form. */
export function toSignIn(exchange: Exchange): Response {
  return seeOther(withReturn(exchange.base + paths.signIn, exchange.returnTo(exchange.query)))
}
