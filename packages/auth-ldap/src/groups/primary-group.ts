import { normalDn } from '@trilatch/core'
import { DirectoryError } from '../directory-error.ts'
import type { Entry } from '../entry/entry.ts'
import { equals } from '../options/filter-template.ts'
import { namingAttributes } from './found-groups.ts'
import type { LookUp } from './look-up.ts'
import { sidInDomain } from './sid.ts'

/** The top of the domain that an entry is in: the end of its DN, in the form in which a comma in a value is none. */
export function domainOf({ dn }: Entry): string {
  return /(?:^|,)(dc=.*)$/.exec(normalDn(dn) ?? '')?.[1] ?? dn
}

/** The primary group of somebody in Active Directory, which is no value of `memberOf`. */
export async function primaryGroup(look: LookUp, entry: Entry): Promise<Entry | undefined> {
  const id = entry.text('primaryGroupID')
  const [own] = entry.bytes('objectSid')
  const sid = own && id !== undefined ? sidInDomain(own, Number(id)) : undefined
  if (sid === undefined) return undefined
  const query = {
    base: domainOf(entry),
    scope: 'sub',
    filter: equals('objectSid', sid),
    attributes: [...namingAttributes, 'groupType', 'memberOf'],
  } as const
  const { entries } = await look.connection.search(query, look.signal)
  if (entries.length > 1) throw new DirectoryError('protocol', 'The directory has a group twice.')
  return entries[0]
}
