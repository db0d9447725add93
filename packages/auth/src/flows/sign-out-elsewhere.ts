import type { Exchange } from '../exchange.ts'
import { paths } from '../pages/paths.ts'
import { tellOperators } from '../ports.ts'
import type { SignedIn } from '../session-port.ts'
import { leadsTo } from './destinations.ts'

/** How long somebody who has signed out here waits to be told where else to, in milliseconds. */
const mostMs = 3_000

const lateness = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const late = (): void => reject(new Error('it did not say so in time'))
    signal.addEventListener('abort', late, { once: true })
  })

/**
 * Where the browser of somebody who has signed out here goes on to, so that the strategy they came by ends its own
 * session too. `undefined` where it has no such place, and where that cannot be found out: then operators are told.
 */
export async function signOutElsewhere(
  { settings, base }: Exchange,
  { subject, strategy: id }: SignedIn,
): Promise<string | undefined> {
  const { strategies, origin } = settings
  const strategy = strategies.find((one) => one.id === id)
  if (strategy?.kind !== 'redirect' || strategy.signOutUrl === undefined || origin === undefined)
    return undefined
  try {
    const returnTo = origin + base + paths.signIn
    const late = lateness(AbortSignal.timeout(mostMs))
    // Where the strategy throws at once, nobody waits for this any more when it comes.
    late.catch(() => undefined)
    const url = await Promise.race([strategy.signOutUrl(subject, { returnTo }), late])
    if (url === undefined || leadsTo(strategy, url)) return url
    throw new TypeError('it names an origin that is none of its `destinations`')
  } catch (error) {
    tellOperators(strategy, 'could not sign somebody out elsewhere, but here alone', error)
    return undefined
  }
}
