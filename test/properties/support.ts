import { vi } from 'vitest'
import type { Access, Authorizer } from '@trilatch/core'
import { realWorld } from '../differential/real.ts'
import type { World } from '../specification/specification.ts'

/** Worlds that are switched off warn, and so do doubtful contexts, each one of them. */
export function muteWarnings(): void {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
}

/** The access of a world's subject. */
export async function accessOf(world: World): Promise<Access> {
  return (await realWorld(world)).access
}

/** The access that the subject of a world has with an authorizer; under another id, or with other roles. */
export async function accessWith(
  authorizer: Authorizer,
  { subject: { suspended = false, roles: own } }: World,
  { id = 'somebody', roles = own } = {},
): Promise<Access> {
  return authorizer.access({ id, roles, suspended })
}
