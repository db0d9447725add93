import { json, seeOther } from '../answers.ts'
import { tell } from '../events.ts'
import type { Exchange } from '../exchange.ts'
import type { Notice } from '../notice.ts'
import { paths } from '../pages/paths.ts'
import type { StrategyPorts } from '../strategy.ts'
import { signedInHere } from './signed-in-here.ts'
import { tellSignedOut } from './tell-strategy.ts'

function signedOut(exchange: Exchange, as: 'json' | 'form', notice: Notice): Response {
  if (as === 'json') return json(200, { signedIn: false })
  exchange.notify(notice)
  return seeOther(exchange.base + paths.signIn)
}

/** Ends this session. Whoever is not signed in is signed out already. */
export async function signOut(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { as } = await exchange.submitted()
  const subject = exchange.session.get()?.subject
  await exchange.session.destroy()
  if (subject !== undefined) {
    tell({ action: 'sign-out', outcome: 'success', subject })
    await tellSignedOut(exchange.settings.strategies, ports, subject)
  }
  return signedOut(exchange, as, 'signed-out')
}

/** Ends all sessions of whoever is signed in, in every process. */
export async function signOutEverywhere(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { as } = await exchange.submitted()
  const { subject } = signedInHere(exchange)
  await exchange.settings.authorizer.manage(subject).endSessions(subject)
  await exchange.session.destroy()
  tell({ action: 'sign-out-everywhere', outcome: 'success', subject })
  await tellSignedOut(exchange.settings.strategies, ports, subject)
  return signedOut(exchange, as, 'signed-out-everywhere')
}
