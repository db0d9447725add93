import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Access, Authorizer } from '@trilatch/core'
import type { World } from '../specification/specification.ts'

/** A world of the specification as the real thing. */
export interface RealWorld {
  readonly authorizer: Authorizer
  readonly access: Access
}

/** Builds the real authorizer of a world, and the access of its subject. */
export async function realWorld(world: World): Promise<RealWorld> {
  const declared = world.nodes.filter(
    (name) => name !== '*' && name !== 'trilatch' && !name.startsWith('trilatch.'),
  )
  const permissions = definePermissions(Object.fromEntries(declared.map((name) => [name, name])))
  const authorizer = createAuthorizer({
    permissions,
    roles: world.roles,
    enabled: world.switchedOff !== true,
  })
  const { roles, suspended = false } = world.subject
  return { authorizer, access: await authorizer.access({ id: 'somebody', roles, suspended }) }
}
