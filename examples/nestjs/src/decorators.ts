import { permissionDecorators } from '@trilatch/nestjs'
import { permissions } from './permissions.ts'

/** The decorators of this application: the compiler knows its permissions. */
export const { Permission, PermissionSome, SignedIn, Public, CurrentAccess } =
  permissionDecorators(permissions)
