import { fail } from '../outcome.ts'
import type { Fail, Redirect, Success } from '../outcome.ts'
import { ask, brokenContract } from '../ports.ts'
import { checkDestination, tooManyStarts } from '../flows/begin-elsewhere.ts'
import { formSecret, randomText } from '../request/form-token.ts'
import { sessionUnsuitable } from '../session/unsuitable.ts'
import type { RedirectStrategy, StrategyPorts, StrategyRequest } from '../strategy.ts'
import { keepTransaction, takeTransaction } from '../transactions.ts'
import { searchOf } from './passport-request.ts'
import type { PassportRequest } from './passport-request.ts'

/** The field of the session that binds a sign-in elsewhere to the browser. */
const bindingField = 'trilatchSignIn'

function sessionFields({ session }: PassportRequest): Record<string, unknown> {
  if (typeof session === 'object' && session !== null) return session as Record<string, unknown>
  throw sessionUnsuitable(
    'a strategy that redirects needs a session to come back to. Mount one before Passport.',
  )
}

/** Sends the browser to the provider. */
export async function startThere(
  strategy: RedirectStrategy,
  request: PassportRequest,
  asked: StrategyRequest,
  ports: StrategyPorts,
  callbackUrl: string,
): Promise<Redirect | Fail> {
  const fields = sessionFields(request)
  const limited = await tooManyStarts(ports.accounts.vault, asked.address)
  if (limited !== undefined) return fail(limited)
  const state = randomText()
  const ended = await ask(strategy, () => strategy.start(asked, { state, callbackUrl }, ports))
  if (ended.outcome === 'fail') return ended
  if (ended.outcome !== 'redirect') throw brokenContract(strategy, `its start answered ${ended.outcome}`)
  checkDestination(strategy, ended.url)
  const had = fields[bindingField]
  const binding = formSecret(typeof had === 'string' ? had : undefined) ?? randomText()
  const remembered = ended.remember ?? null
  await keepTransaction(ports.accounts.vault, state, binding, {
    strategy: strategy.id,
    callbackUrl,
    returnTo: null,
    remembered,
  })
  fields[bindingField] = binding
  return ended
}

/** Takes the browser back in: what was begun is consumed first, whatever comes of it. */
export async function finishThere(
  strategy: RedirectStrategy,
  request: PassportRequest,
  asked: StrategyRequest,
  ports: StrategyPorts,
): Promise<Success | Fail> {
  const state = asked.query.get('state') ?? ''
  const had = sessionFields(request)[bindingField]
  const binding = typeof had === 'string' ? had : undefined
  const begun = await takeTransaction(ports.accounts.vault, state, binding, strategy.id)
  if (begun === undefined) return fail('sign-in-again')
  const { callbackUrl, remembered } = begun
  const url = new URL(callbackUrl)
  url.search = searchOf(request).toString()
  const ended = await ask(strategy, () =>
    strategy.finish(asked, { state, callbackUrl, url, remembered }, ports),
  )
  if (ended.outcome === 'redirect' || ended.outcome === 'pass')
    throw brokenContract(strategy, `its callback answered ${ended.outcome}`)
  return ended
}
