'use client'
import type { FunctionComponent } from 'react'
import type { CatalogueNames, ClientDecision, PermissionName } from '../index.ts'
import { Permitted } from './permitted.ts'
import type { PermittedProps } from './permitted.ts'
import { usePermission, useSomePermission } from './use-permission.ts'

/** The parts for React, which know the permissions of an application. */
export interface TypedPermissions<Name extends string> {
  readonly usePermission: (
    permission: Name,
    ...resource: readonly [] | readonly [resource: string | null | undefined]
  ) => ClientDecision
  readonly useSomePermission: (permission: Name) => ClientDecision
  readonly Permitted: FunctionComponent<PermittedProps<Name>>
}

/** The same parts, for the names of a catalogue: `typedPermissions<typeof permissions>()`, once for an application. */
export function typedPermissions<Of extends CatalogueNames | string>(): TypedPermissions<PermissionName<Of>> {
  return {
    usePermission,
    useSomePermission,
    Permitted: Permitted as FunctionComponent<PermittedProps<PermissionName<Of>>>,
  }
}
