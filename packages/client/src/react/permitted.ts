'use client'
import { cloneElement } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { usePermission, useSomePermission } from './use-permission.ts'

export interface PermittedProps<Name extends string = string> {
  readonly permission: Name
  /** On this resource; left out, for every resource. `undefined` and `null` are no resource: refused. */
  readonly resource?: string | null | undefined
  /** For some resource: for menus. */
  readonly some?: boolean
  /** Shown instead where it is not granted; left out, the child is greyed out. `null` shows nothing. */
  readonly otherwise?: ReactNode
  /** One element that hands `data-` and `aria-` attributes on to the page. */
  readonly children: ReactElement
}

/** Greys its child out where a permission is missing: focusable, explained, and not to be activated. */
export function Permitted({
  permission,
  some = false,
  otherwise,
  children,
  ...rest
}: PermittedProps): ReactNode {
  const resource: readonly [] | readonly [PermittedProps['resource']] =
    'resource' in rest ? [rest.resource] : []
  const whole = usePermission(permission, ...resource)
  const any = useSomePermission(permission)
  const { granted } = some && resource.length === 0 ? any : whole
  if (!granted && otherwise !== undefined) return otherwise
  const [given] = resource
  return cloneElement(children, {
    'data-permission': permission,
    // A resource that is not there yet is none that anything is granted on.
    ...(resource.length === 0 ? {} : { 'data-resource': given ?? '' }),
    ...(some ? { 'data-some': '' } : {}),
    // The gate does the same as soon as there is one: pages that a server renders come greyed out.
    'data-gate': granted ? 'open' : 'shut',
    ...(granted ? {} : { 'aria-disabled': true }),
  } as object)
}
