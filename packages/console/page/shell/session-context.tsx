import { createContext, use } from 'react'
import type { Session } from '../api/client.ts'

export const SessionContext = createContext<Session | undefined>(undefined)

export function useCaller(): Session {
  const session = use(SessionContext)
  if (session === undefined) throw new Error('there is no session around this')
  return session
}

/**
 * Whether the caller may do something here. The API decides; this only spares people what it would refuse.
 *
 * @param permission Without `trilatch.` before it.
 */
export function useMay(): (permission: string) => boolean {
  const { may, enabled } = useCaller()
  return (permission) =>
    may[`trilatch.${permission}`] === true &&
    (enabled || !/\.(?:edit|delete|suspend|import)$/.test(permission))
}
