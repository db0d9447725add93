import { enforce, requirement, reservedPermissions, TrilatchError } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import type { Declaration } from '../contract/declaration.ts'
import type { Settings } from '../options.ts'

const reserved = Object.keys(reservedPermissions)

/** Whether somebody may see anything of the console at all. */
export const holdsAny = ({ access }: FetchContext): boolean => reserved.some((name) => access.can(name))

/**
 * Goes on when the caller may do this.
 *
 * @throws Refusal what a guard of the application would answer with: 401 when nobody is signed in, else 403
 */
export function checkAllowed(
  { requires, alsoRequires }: Declaration,
  context: FetchContext,
  settings: Settings,
): void {
  const { access } = context
  if (requires === 'everybody') return
  if (requires === 'signed-in') {
    const { permissions } = settings.authorizer
    const options = { permissions, disclose: 'permission', realm: 'trilatch' } as const
    const refusal = enforce(access, requirement(permissions, 'signed-in'), options)
    if (refusal !== undefined) throw refusal
    return
  }
  if (requires === 'any') {
    if (!holdsAny(context)) access.assert('trilatch')
    return
  }
  access.assert(requires)
  if (alsoRequires !== undefined) access.assert(alsoRequires)
}

/** While switched off everybody may do everything, so nothing that stays is written. @throws TrilatchError `TRILATCH_READ_ONLY` (403) */
export function checkWritable({ authorizer }: Settings): void {
  if (authorizer.enabled) return
  const message = 'Trilatch is switched off: nothing is written meanwhile.'
  throw new TrilatchError('TRILATCH_READ_ONLY', message, { status: 403 })
}
