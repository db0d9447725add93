'use client'
import { useSyncExternalStore } from 'react'
import type { ClientDecision } from '../index.ts'
import { useClient } from './provider.ts'

/**
 * Whether the permission is granted, and why not: on this resource, or without one for every resource. A second
 * argument that is no name, such as one that is not loaded yet, is refused.
 */
export function usePermission(
  permission: string,
  ...resource: readonly [] | readonly [resource: string | null | undefined]
): ClientDecision {
  const client = useClient()
  const read = (): ClientDecision =>
    client.decide(permission, ...(resource as readonly [] | readonly [resource: string]))
  return useSyncExternalStore(client.subscribe, read, read)
}

/** Whether the permission may be granted for some resource: for menus. */
export function useSomePermission(permission: string): ClientDecision {
  const client = useClient()
  const read = (): ClientDecision => client.decideSome(permission)
  return useSyncExternalStore(client.subscribe, read, read)
}
