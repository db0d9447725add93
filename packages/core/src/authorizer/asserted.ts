import { didYouMean } from '../catalogue/suggest.ts'
import type { Answers, enforce, EnforcementOptions } from '../enforcement/enforce.ts'
import type { Refusal } from '../enforcement/refusal.ts'
import { requirement } from '../enforcement/requirement.ts'
import { TrilatchError } from '../errors.ts'
import type { Resource } from './resource.ts'

/**
 * What a guard for a permission would answer an access with.
 *
 * @param by Whether others are told that a guard has answered.
 * @param node Of the permission; -1 where the catalogue has none.
 * @throws TrilatchError `TRILATCH_PERMISSION_UNKNOWN`
 */
export function asserted(
  by: typeof enforce,
  access: Answers,
  options: EnforcementOptions,
  node: number,
  permission: string,
  resource: readonly [Resource?],
): Refusal | undefined {
  const { permissions } = options
  if (node === -1) {
    const hint = didYouMean(permission, permissions.names)
    const message = `Cannot assert unknown permission ${JSON.stringify(permission)}.${hint}`
    throw new TrilatchError('TRILATCH_PERMISSION_UNKNOWN', message)
  }
  // `null` means "no such thing" to a guard's resolver only; here it is an improper resource.
  const asked = resource.length === 0 ? [] : [resource[0] ?? undefined]
  return by(access, requirement(permissions, 'all', [permission]), options, asked)
}
