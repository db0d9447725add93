import { normalDn } from '@trilatch/core'
import { DirectoryError } from '../directory-error.ts'
import type { GroupSettings } from '../options/settings.ts'

/**
 * Follows groups to the groups that they are in, one level after the other. Each is followed once, so groups that are in
 * each other end it too.
 *
 * @param begin The DNs of the direct groups.
 * @param parentsOf What groups are in, and adds them; gives the DNs of those that are new.
 * @throws DirectoryError `incomplete` where they are deeper within each other than they may be
 */
export async function walk(
  begin: readonly string[],
  { maxDepth }: GroupSettings,
  parentsOf: (groups: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  const seen = new Set<string>()
  const unseen = (dns: readonly string[]): string[] =>
    dns.filter((dn) => {
      const key = normalDn(dn) ?? dn
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
  let level = unseen(begin)
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth)
      throw new DirectoryError('incomplete', `Groups are within each other more than ${maxDepth} times.`)
    level = unseen(await parentsOf(level))
  }
}
