import type { Client } from '../create-client.ts'
import type { ClientDecision } from '../decision.ts'

/** What an element's own attributes ask, as far as it is refused; `undefined` where it may be used. */
export function refusalOf(
  client: Pick<Client, 'decide' | 'decideSome'>,
  element: Element,
): ClientDecision | undefined {
  // Events pass through documents and windows too.
  const permission = element.getAttribute?.('data-permission')
  if (permission == null) return undefined
  const resource = element.getAttribute('data-resource')
  const decision =
    resource !== null
      ? client.decide(permission, resource)
      : element.hasAttribute('data-some')
        ? client.decideSome(permission)
        : client.decide(permission)
  return decision.granted ? undefined : decision
}
