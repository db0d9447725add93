import type { Client } from '../client.ts'

/** What a gate needs of a client. */
export type GateClient = Pick<Client, 'decide' | 'decideSome' | 'refresh' | 'subscribe'>

/** What an element's own attributes ask, as the text of its refusal; `undefined` where it may be used. */
export function refusalOf(client: GateClient, element: Element): string | undefined {
  // Events pass through documents and windows too.
  const permission = element.getAttribute?.('data-permission')
  if (permission == null) return undefined
  const resource = element.getAttribute('data-resource')
  const { granted, text } =
    resource !== null
      ? client.decide(permission, resource)
      : element.hasAttribute('data-some')
        ? client.decideSome(permission)
        : client.decide(permission)
  return granted ? undefined : text
}
