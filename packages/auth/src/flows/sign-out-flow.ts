import { json, seeOther } from '../answers.ts'
import { tell } from '../events.ts'
import type { Exchange } from '../exchange.ts'
import type { Notice } from '../notice.ts'
import { paths } from '../pages/paths.ts'
import type { SignedIn } from '../session-port.ts'
import type { StrategyPorts } from '../strategy.ts'
import { signOutElsewhere } from './sign-out-elsewhere.ts'
import { signedInHere } from './signed-in-here.ts'
import { tellSignedOut } from './tell-strategy.ts'

/** Has strategies end what is theirs, now that nobody is signed in here any more; gives where the browser goes on to. */
async function endedHere(
  exchange: Exchange,
  ports: StrategyPorts,
  session: SignedIn,
): Promise<string | undefined> {
  const [elsewhere] = await Promise.all([
    signOutElsewhere(exchange, session),
    tellSignedOut(exchange.settings.strategies, ports, session.subject),
  ])
  return elsewhere
}

function signedOut(
  exchange: Exchange,
  as: 'json' | 'form',
  notice: Notice,
  elsewhere: string | undefined,
): Response {
  if (as === 'json')
    return json(200, { signedIn: false, ...(elsewhere === undefined ? {} : { redirectTo: elsewhere }) })
  exchange.notify(notice)
  return seeOther(elsewhere ?? exchange.base + paths.signIn)
}

/** Ends this session. Whoever is not signed in is signed out already. */
export async function signOut(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { as } = await exchange.submitted()
  const session = exchange.session.get()
  await exchange.session.destroy()
  if (session === undefined) return signedOut(exchange, as, 'signed-out', undefined)
  tell({ action: 'sign-out', outcome: 'success', subject: session.subject })
  return signedOut(exchange, as, 'signed-out', await endedHere(exchange, ports, session))
}

/** Ends all sessions of whoever is signed in, in every process. */
export async function signOutEverywhere(exchange: Exchange, ports: StrategyPorts): Promise<Response> {
  const { as } = await exchange.submitted()
  const session = signedInHere(exchange)
  const { subject } = session
  await exchange.settings.authorizer.manage(subject).endSessions(subject)
  await exchange.session.destroy()
  tell({ action: 'sign-out-everywhere', outcome: 'success', subject })
  return signedOut(exchange, as, 'signed-out-everywhere', await endedHere(exchange, ports, session))
}
