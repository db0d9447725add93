import { DirectoryError } from '../directory-error.ts'
import { readEntry } from '../entry/find-person.ts'
import type { Entry } from '../entry/entry.ts'
import { anyOf, equals } from '../options/filter-template.ts'
import { namingAttributes } from './found-groups.ts'
import type { FoundGroups } from './found-groups.ts'
import type { LookUp } from './look-up.ts'
import { domainOf } from './primary-group.ts'
import { allTexts } from './ranges.ts'
import { sidText } from './sid.ts'

/** How many groups one search names. */
const batch = 50

/**
 * The groups that Active Directory itself gives somebody's sessions: security groups, those that they are in, and the
 * primary group. The directory's rule "in chain" is not used: it follows distribution groups, which anybody may be
 * allowed to fill.
 *
 * @throws DirectoryError `incomplete` where they may not be read: nobody is in none
 */
export async function byTokenGroups(look: LookUp, entry: Entry, found: FoundGroups): Promise<void> {
  const { connection, signal, settings } = look
  const self = await readEntry(connection, entry.dn, ['tokenGroups'], signal)
  const tokens = self?.bytes('tokenGroups') ?? []
  if (tokens.length === 0)
    throw new DirectoryError('incomplete', 'The service account may not read tokenGroups.')
  if (tokens.length > settings.groups.maxGroups)
    throw new DirectoryError('too-large', `Somebody is in more than ${settings.groups.maxGroups} groups.`)
  const way = { by: 'tokenGroups' } as const
  const sids = new Map<string, Buffer>()
  for (const bytes of tokens) {
    const sid = sidText(bytes)
    if (sid === undefined)
      throw new DirectoryError('protocol', 'The directory gives a group as what is no SID.')
    sids.set(sid, bytes)
  }
  const isBare = settings.groups.names.every((kind) => kind === 'sid')
  if (!isBare)
    for (const one of await entriesOf(look, entry, [...sids.values()])) {
      const [bytes] = one.bytes('objectSid')
      const sid = bytes && sidText(bytes)
      if (sid === undefined || !sids.delete(sid)) continue
      found.add(one.dn, way, one)
    }
  // Those of other domains are known by their SID alone.
  for (const sid of sids.keys()) found.addSid(sid, way)
  if (!settings.groups.distribution) return
  for (const dn of await allTexts(connection, entry, 'memberOf', settings.groups.maxGroups, signal))
    found.add(dn, { by: 'distribution' })
}

/** The entries of groups in the domain of an entry. */
async function entriesOf(look: LookUp, entry: Entry, sids: readonly Buffer[]): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (let at = 0; at < sids.length; at += batch) {
    const query = {
      base: domainOf(entry),
      scope: 'sub',
      filter: anyOf(sids.slice(at, at + batch).map((sid) => equals('objectSid', sid))),
      attributes: namingAttributes,
    } as const
    const found = await look.connection.search(query, look.signal)
    entries.push(...found.entries)
  }
  return entries
}
