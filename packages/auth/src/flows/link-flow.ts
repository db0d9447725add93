import { TrilatchError } from '@trilatch/core'
import { json, seeOther } from '../answers.ts'
import type { Challenge } from '../challenge.ts'
import { linkAccount, unlinkAccount } from '../account/link-account.ts'
import { recordGroups } from '../account/record-groups.ts'
import { tellSignIn } from '../events.ts'
import type { Exchange } from '../exchange.ts'
import type { Identity } from '../identity.ts'
import type { Notice } from '../notice.ts'
import { fail } from '../outcome.ts'
import type { Fail } from '../outcome.ts'
import { paths } from '../pages/paths.ts'
import { ask, brokenContract, signInActor } from '../ports.ts'
import type { SentFields } from '../request/read-fields.ts'
import { renewed } from '../session/renewed.ts'
import type { SignedIn } from '../session-port.ts'
import type { Strategy, StrategyPorts } from '../strategy.ts'
import type { Transaction } from '../transactions.ts'
import { checkIdentity } from './begin-session.ts'
import { beginElsewhere } from './begin-elsewhere.ts'
import { challenged, ownFields } from './sign-in-flow.ts'
import { signedInHere } from './signed-in-here.ts'
import { tellSignedIn, tellSignedOut } from './tell-strategy.ts'

/** How long ago one may have proved who one is, in milliseconds, to change how one signs in. */
const recentMs = 600_000

const signInFirst: Challenge = { code: 'sign-in-again', text: 'Please sign in again before you do this.' }

function strategyOf(exchange: Exchange, id: string): Strategy {
  const found = exchange.settings.strategies.find((strategy) => strategy.id === id)
  if (found !== undefined) return found
  throw new TrilatchError('TRILATCH_NOT_FOUND', 'There is no such way to sign in.', { status: 404 })
}

const isRecent = ({ signedInAt }: SignedIn): boolean => {
  const age = Date.now() - signedInAt
  return age >= 0 && age <= recentMs
}

/** A session of another id that goes on: who may sign in, and what they may do, has changed. */
async function goOn(exchange: Exchange, session: SignedIn): Promise<void> {
  const { subject } = session
  const { epoch, suspended } = await exchange.settings.authorizer.manage(subject).beginSession(subject)
  if (suspended) await exchange.session.destroy()
  else await exchange.session.regenerate(renewed(session, epoch))
}

function done(exchange: Exchange, as: SentFields['as'], subject: string, notice: Notice): Response {
  if (as === 'json') return json(200, { signedIn: true, subject })
  exchange.notify(notice)
  return seeOther(exchange.base + paths.whoAmI)
}

/** Links what a strategy vouches for to whoever is signed in, with its groups. */
async function linked(
  exchange: Exchange,
  strategy: Strategy,
  session: SignedIn,
  identity: Identity,
): Promise<Fail | undefined> {
  checkIdentity(strategy, identity)
  const { subject } = session
  const { authorizer } = exchange.settings
  const refused = await linkAccount(authorizer.accounts(signInActor), subject, identity)
  if (refused !== undefined) {
    tellSignIn(strategy, refused, 'link')
    return refused
  }
  await recordGroups(authorizer, strategy, subject, identity)
  await tellSignedIn(authorizer, strategy, subject, identity)
  await goOn(exchange, session)
  tellSignIn(strategy, { outcome: 'success', subject }, 'link')
  return undefined
}

/** Begins to link an account elsewhere; links at once what people type in. Only for who is signed in, since a moment ago. */
export async function link(exchange: Exchange, ports: StrategyPorts, id: string): Promise<Response> {
  const strategy = strategyOf(exchange, id)
  const sent = await exchange.submitted()
  const session = signedInHere(exchange)
  const asPage = sent.as === 'form'
  if (!isRecent(session)) return challenged(exchange, asPage, id, signInFirst, undefined)
  const { subject, epoch } = session
  if (strategy.kind === 'redirect')
    return beginElsewhere(exchange, ports, strategy, { as: sent.as, link: { subject, epoch } })
  const ended = await ask(strategy, () => strategy.authenticate(exchange.forStrategy(ownFields(sent)), ports))
  if (ended.outcome === 'redirect') throw brokenContract(strategy, 'it answered redirect to what people type')
  const said = ended.outcome === 'pass' ? fail('credentials') : ended
  if (said.outcome === 'fail') tellSignIn(strategy, said, 'link')
  const refused = said.outcome === 'fail' ? said : await linked(exchange, strategy, session, said.identity)
  if (refused !== undefined) return challenged(exchange, asPage, id, refused.challenge, undefined)
  return done(exchange, sent.as, subject, 'linked')
}

/** Ends the linking of an account elsewhere: for the session that began it alone, if nothing has ended that. */
export async function finishLink(
  exchange: Exchange,
  strategy: Strategy,
  wanted: NonNullable<Transaction['link']>,
  identity: Identity,
): Promise<Response> {
  const asPage = exchange.wantsPage
  const session = exchange.session.get()
  const isSame = session?.subject === wanted.subject && session.epoch === wanted.epoch
  if (!isSame || exchange.subject !== wanted.subject) {
    tellSignIn(strategy, fail('sign-in-again'), 'link')
    return challenged(exchange, asPage, strategy.id, { code: 'sign-in-again' }, undefined)
  }
  const refused = await linked(exchange, strategy, session, identity)
  if (refused !== undefined) return challenged(exchange, asPage, strategy.id, refused.challenge, undefined)
  return done(exchange, asPage ? 'form' : 'json', wanted.subject, 'linked')
}

/** Ends that an account elsewhere belongs to whoever is signed in. */
export async function unlink(exchange: Exchange, ports: StrategyPorts, id: string): Promise<Response> {
  const strategy = strategyOf(exchange, id)
  const sent = await exchange.submitted()
  const session = signedInHere(exchange)
  const asPage = sent.as === 'form'
  if (!isRecent(session)) return challenged(exchange, asPage, id, signInFirst, undefined)
  const refused = await unlinkAccount(exchange.settings.authorizer, session.subject, id)
  if (refused !== undefined) {
    tellSignIn(strategy, refused, 'unlink')
    return challenged(exchange, asPage, id, refused.challenge, undefined)
  }
  await goOn(exchange, session)
  tellSignIn(strategy, { outcome: 'success', subject: session.subject }, 'unlink')
  await tellSignedOut([strategy], ports, session.subject)
  return done(exchange, sent.as, session.subject, 'unlinked')
}
