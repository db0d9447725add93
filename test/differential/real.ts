import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Access, Authorizer, Permissions } from '@trilatch/core'
import type { World } from '../specification/specification.ts'

/** A world of the specification as the real thing. */
export interface RealWorld {
  readonly authorizer: Authorizer
  readonly access: Access
}

/** The catalogue of a world. */
export function catalogueOf({ nodes }: World): Permissions {
  const declared = nodes.filter(
    (name) => name !== '*' && name !== 'trilatch' && !name.startsWith('trilatch.'),
  )
  return definePermissions(Object.fromEntries(declared.map((name) => [name, name])))
}

/** Builds the real authorizer of a world, and the access of its subject. */
export async function realWorld(world: World): Promise<RealWorld> {
  const authorizer = createAuthorizer({
    permissions: catalogueOf(world),
    roles: world.roles,
    enabled: world.switchedOff !== true,
  })
  const { roles, suspended = false } = world.subject
  return { authorizer, access: await authorizer.access({ id: 'somebody', roles, suspended }) }
}
