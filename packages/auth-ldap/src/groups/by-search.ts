import { normalDn } from '@trilatch/core'
import type { Filter } from 'ldapts'
import { DirectoryError } from '../directory-error.ts'
import type { Entry } from '../entry/entry.ts'
import { anyOf, equals } from '../options/filter-template.ts'
import { namingAttributes } from './found-groups.ts'
import type { FoundGroups, GroupWay } from './found-groups.ts'
import type { LookUp } from './look-up.ts'
import { walk } from './walk.ts'

/** How many groups one search looks above. */
const batch = 20

/**
 * The name that stands in `memberUid`: the one value of an attribute that no other entry below the base has. A name that
 * is not somebody's alone is nobody's.
 */
async function ownName({ connection, settings, signal }: LookUp, entry: Entry): Promise<string | undefined> {
  const { usernameAttribute } = settings.groups
  const [name, ...more] = entry.texts(usernameAttribute)
  if (name === undefined || more.length > 0) return undefined
  const query = {
    base: settings.base,
    scope: 'sub',
    filter: equals(usernameAttribute, name),
    attributes: ['1.1'],
  } as const
  const { entries } = await connection.search(query, signal, 2)
  const isAlone = entries.length === 1 && normalDn(entries[0]?.dn ?? '') === normalDn(entry.dn)
  return isAlone ? name : undefined
}

/** All groups that a filter finds, as many as there may be. */
async function search(look: LookUp, filter: Filter): Promise<readonly Entry[]> {
  const { connection, settings, signal } = look
  const { base, scope, maxGroups } = settings.groups
  const found: Entry[] = []
  const query = { base, scope, filter, attributes: namingAttributes }
  for await (const { entries } of connection.pages(query, settings.pageSize, signal)) {
    found.push(...entries)
    if (found.length > maxGroups)
      throw new DirectoryError('too-large', `Somebody is in more than ${maxGroups} groups.`)
  }
  return found
}

/** The groups that have somebody as a member; with those that have these as members, where `nested` is set. */
export async function bySearch(look: LookUp, entry: Entry, found: FoundGroups): Promise<void> {
  const { filter, nested } = look.settings.groups
  const isByName = filter.attributes.has('username')
  const name = isByName ? await ownName(look, entry) : undefined
  const direct = filter.fill((placeholder, attribute) => {
    if (placeholder === 'dn') return equals(attribute, entry.dn)
    return name === undefined ? undefined : equals(attribute, name)
  })
  if (direct === undefined) return
  const take = (groups: readonly Entry[], way: GroupWay): string[] =>
    groups.filter((group) => found.add(group.dn, way, group)).map(({ dn }) => dn)
  const begin = take(await search(look, direct), { by: 'search' })
  if (!nested) return
  await walk(begin, look.settings.groups, async (level) => {
    const next: string[] = []
    for (let at = 0; at < level.length; at += batch) {
      const members = level.slice(at, at + batch)
      const above = members
        .map((dn) =>
          filter.fill((placeholder, attribute) => (placeholder === 'dn' ? equals(attribute, dn) : undefined)),
        )
        .filter((one) => one !== undefined)
      if (above.length === 0) return []
      const [through] = members
      const way = members.length === 1 ? { by: 'search', through: through as string } : { by: 'search' }
      next.push(...take(await search(look, anyOf(above)), way as GroupWay))
    }
    return next
  })
}
