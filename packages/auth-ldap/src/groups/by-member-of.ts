import { normalDn } from '@trilatch/core'
import { DirectoryError } from '../directory-error.ts'
import { readEntry } from '../entry/find-person.ts'
import type { Entry } from '../entry/entry.ts'
import { namingAttributes } from './found-groups.ts'
import type { FoundGroups } from './found-groups.ts'
import type { LookUp } from './look-up.ts'
import { primaryGroup } from './primary-group.ts'
import { allTexts } from './ranges.ts'
import { walk } from './walk.ts'

/** The bit of `groupType` that makes a group one of Active Directory's that gives rights. */
const securityGroup = 0x8000_0000

/**
 * A group that is read: what it is called, and what it is in. One that was deleted, or is not for us to read, is in
 * nothing that we could know.
 */
const readGroup = (look: LookUp, dn: string): Promise<Entry | undefined> =>
  readEntry(look.connection, dn, [...namingAttributes, 'groupType', 'memberOf'], look.signal)

const isDistribution = (group: Entry): boolean => {
  const type = Number(group.text('groupType') ?? securityGroup)
  return (type & securityGroup) === 0
}

/**
 * The groups that an entry says it is in, by `memberOf`; with their own where `nested` is set. In Active Directory the
 * primary group stands elsewhere, and distribution groups are left out.
 */
export async function byMemberOf(look: LookUp, entry: Entry, found: FoundGroups): Promise<void> {
  const { settings, connection, signal, parents } = look
  const { groups } = settings
  const direct = await allTexts(connection, entry, 'memberOf', groups.maxGroups, signal)
  if (direct.length > groups.maxGroups)
    throw new DirectoryError('too-large', `Somebody is in more than ${groups.maxGroups} groups.`)
  const isWindows = entry.bytes('objectSid').length > 0
  const isNamed = groups.names.every((kind) => kind === 'dn')
  const isRead = groups.nested || !isNamed || (isWindows && !groups.distribution)
  const primary = isWindows ? await primaryGroup(look, entry) : undefined
  if (primary !== undefined) found.add(primary.dn, { by: 'primary' }, primary)
  if (!isRead) {
    for (const dn of direct) found.add(dn, { by: 'memberOf' })
    return
  }
  /** Adds a group unless it gives no rights; gives what it is in. */
  const take = async (dn: string, through: string | undefined): Promise<readonly string[]> => {
    const way = { by: 'memberOf', ...(through === undefined ? {} : { through }) } as const
    const group = await readGroup(look, dn)
    if (group !== undefined && isWindows && !groups.distribution && isDistribution(group)) return []
    found.add(dn, way, group)
    return group === undefined || !groups.nested
      ? []
      : allTexts(connection, group, 'memberOf', groups.maxGroups, signal)
  }
  const through = new Map<string, string>()
  const begin = primary === undefined ? direct : [primary.dn, ...direct]
  await walk(begin, groups, async (level) => {
    const next: string[] = []
    for (const dn of level) {
      const key = normalDn(dn) ?? dn
      const isPlain = parents !== undefined && isNamed && !isWindows
      const read = (): Promise<readonly string[]> => take(dn, through.get(key))
      const above = isPlain ? await parents.of(key, read) : await read()
      if (isPlain) found.add(dn, { by: 'memberOf' })
      for (const parent of above) through.set(normalDn(parent) ?? parent, key)
      next.push(...above)
    }
    return next
  })
}
