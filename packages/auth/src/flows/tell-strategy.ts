import type { Identity } from '../identity.ts'
import type { SignInAuthorizer } from '../options.ts'
import { failed, signInActor, tellOperators } from '../ports.ts'
import type { Strategy, StrategyPorts } from '../strategy.ts'

/**
 * Tells a strategy whose the identity is that it has vouched for.
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` (503) where it cannot keep what it needs
 */
export async function tellSignedIn(
  authorizer: SignInAuthorizer,
  strategy: Strategy,
  subject: string,
  identity: Identity,
): Promise<void> {
  const accounts = authorizer.accounts(signInActor)
  try {
    await strategy.signedIn?.(subject, identity, { accounts, application: strategy.title })
  } catch (error) {
    throw failed(strategy, error)
  }
}

/** Has strategies end what they keep for somebody, all at once; what one of them cannot end is told to operators. */
export async function tellSignedOut(
  strategies: readonly Strategy[],
  ports: StrategyPorts,
  subject: string,
): Promise<void> {
  const told = strategies.map(async (strategy) => {
    try {
      await strategy.signedOut?.(subject, ports)
    } catch (error) {
      tellOperators(strategy, 'could not end what it keeps for somebody who has signed out', error)
    }
  })
  await Promise.all(told)
}
