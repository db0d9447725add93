'use client'
import { useSyncExternalStore } from 'react'
import type { ClientDecision, Resource } from '../index.ts'
import { useClient } from './provider.ts'

/**
 * Whether the permission is granted, and why not: on this resource, or without one for every resource. A second
 * argument that is no name, such as one that is not loaded yet, is refused.
 */
export function usePermission(
  permission: string,
  ...resource: readonly [] | readonly [Resource | null | undefined]
): ClientDecision {
  const client = useClient()
  const read = (): ClientDecision => client.decide(permission, ...(resource as readonly [] | readonly [Resource]))
  return useSyncExternalStore(client.subscribe, read, read)
}

/** Whether the permission may be granted for some resource: for menus. */
export function useSomePermission(permission: string): ClientDecision {
  const client = useClient()
  const read = (): ClientDecision => client.decideSome(permission)
  return useSyncExternalStore(client.subscribe, read, read)
}
