import { challengeHeaders, challengeProblem, json, page, seeOther } from '../answers.ts'
import { challengeStatus } from '../challenge.ts'
import type { Challenge } from '../challenge.ts'
import type { Exchange } from '../exchange.ts'
import type { Identity } from '../identity.ts'
import { fail } from '../outcome.ts'
import type { Fail, Outcome } from '../outcome.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import { ask, brokenContract } from '../ports.ts'
import type { SentFields } from '../request/read-fields.ts'
import type { PasswordStrategy, Strategy, StrategyPorts } from '../strategy.ts'
import { tellSignIn } from '../events.ts'
import { beginSession } from './begin-session.ts'
import { destinationsOf } from './destinations.ts'

/** Signs an identity in, and gives the challenge where that is refused. */
export async function enter(
  exchange: Exchange,
  strategy: Strategy,
  identity: Identity,
): Promise<{ readonly outcome: 'entered'; readonly subject: string } | Fail> {
  const session = await beginSession(
    exchange.settings.authorizer,
    strategy,
    identity,
    exchange.settings.createUsers,
  )
  if ('outcome' in session) {
    tellSignIn(strategy, session)
    return session
  }
  await exchange.session.regenerate(session)
  tellSignIn(strategy, { outcome: 'success', subject: session.subject })
  return { outcome: 'entered', subject: session.subject }
}

/** The answer to whoever has just been signed in. */
export function entered(
  exchange: Exchange,
  as: 'json' | 'form',
  subject: string,
  returnTo: string | undefined,
): Response {
  const location = exchange.destination(returnTo)
  return as === 'form' ? seeOther(location) : json(200, { signedIn: true, subject, returnTo: location })
}

/** What a form has, without what is ours. */
export function ownFields({ fields }: SentFields): ReadonlyMap<string, string> {
  return new Map([...fields].filter(([name]) => !['strategy', 'returnTo', 'csrf'].includes(name)))
}

/** The sign-in page, or problem details, for a challenge. */
export function challenged(
  exchange: Exchange,
  asPage: boolean,
  strategy: string,
  challenge: Challenge,
  returnTo: string | undefined,
  entered: ReadonlyMap<string, string> = new Map(),
): Response {
  if (!asPage) return challengeProblem(challenge)
  const view = exchange.view(returnTo, { challenge, strategy, entered })
  const { strategies } = exchange.settings
  return page(
    challengeStatus(challenge),
    signInPage(view),
    destinationsOf(strategies),
    challengeHeaders(challenge),
  )
}

async function outcomeOf(
  exchange: Exchange,
  ports: StrategyPorts,
  candidates: readonly PasswordStrategy[],
  fields: ReadonlyMap<string, string>,
): Promise<{ readonly strategy: PasswordStrategy; readonly ended: Exclude<Outcome, { outcome: 'error' }> }> {
  for (const strategy of candidates) {
    const ended = await ask(strategy, () => strategy.authenticate(exchange.forStrategy(fields), ports))
    if (ended.outcome !== 'pass') return { strategy, ended }
  }
  return { strategy: candidates[0] as PasswordStrategy, ended: fail('credentials') }
}

/** Signing in with what people type: by the strategy that is named, or by the first that does not pass. */
export async function signIn(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const sent = await exchange.submitted()
  const { as } = sent
  const named = sent.fields.get('strategy')
  const returnTo = exchange.returnTo(sent.fields)
  const candidates = exchange.settings.strategies.flatMap((strategy) =>
    strategy.kind === 'password' && (named === undefined || named === strategy.id) ? [strategy] : [],
  )
  if (candidates.length === 0) {
    const unknown: Challenge = { code: 'invalid', text: 'There is no such way to sign in.' }
    return challenged(exchange, as === 'form', named ?? '', unknown, returnTo)
  }
  const fields = ownFields(sent)
  const { strategy, ended } = await outcomeOf(exchange, ports, candidates, fields)
  if (ended.outcome === 'redirect' || ended.outcome === 'pass')
    throw brokenContract(strategy, `it answered ${ended.outcome} to what people type`)
  if (ended.outcome === 'fail') tellSignIn(strategy, ended)
  const done = ended.outcome === 'fail' ? ended : await enter(exchange, strategy, ended.identity)
  if (done.outcome === 'entered') return entered(exchange, as, done.subject, returnTo)
  return challenged(exchange, as === 'form', strategy.id, done.challenge, returnTo, fields)
}
