// The decorators of the adapters' catalogue, and who asks.
import type { ExecutionContext } from '@nestjs/common'
import { permissions, subjectIn } from '../../../test/contracts/adapter-policy.ts'
import { permissionDecorators, requestOf } from '../src/index.ts'
import type { Subject } from '../src/index.ts'

export * from '../../../test/contracts/adapter-policy.ts'

export const {
  Permission,
  PermissionAll,
  PermissionAny,
  PermissionSome,
  SignedIn,
  Public,
  CurrentAccess,
  CurrentResource,
} = permissionDecorators(permissions)

/** Reads `as`; a test's stand-in for an application's own sign-in. */
export function subjectOf(context: ExecutionContext): Subject | null {
  const { headers } = requestOf<{ headers?: Record<string, string | undefined> }>(context)
  return subjectIn(headers?.['x-roles'])
}
