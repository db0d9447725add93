import { normalDn } from '@trilatch/core'
import { PresenceFilter } from 'ldapts'
import type { Filter } from 'ldapts'
import type { Connection } from '../connection/connection.ts'
import { DirectoryError } from '../directory-error.ts'
import { equals } from '../options/filter-template.ts'
import type { Settings } from '../options/settings.ts'
import type { RefusalReason } from '../refusal.ts'
import { keyNames } from './account-key.ts'
import { stateAttributes } from './account-state.ts'
import type { Entry } from './entry.ts'

/** What is read of somebody's entry. */
export function personAttributes({ loginAttributes, titleAttributes, groups }: Settings): readonly string[] {
  const names = [
    ...keyNames,
    ...stateAttributes,
    ...loginAttributes,
    ...titleAttributes,
    groups.usernameAttribute,
    'memberOf',
    'objectSid',
    'primaryGroupID',
  ]
  return [...new Set(names)]
}

/** Names are compared trimmed, and with ASCII letters in lower case. */
export const folded = (name: string): string =>
  name.trim().replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Whether an entry is the base or below it. */
export function isBelow(dn: string, base: string): boolean {
  const [inner, outer] = [normalDn(dn), normalDn(base)]
  return inner !== undefined && outer !== undefined && `,${inner}`.endsWith(`,${outer}`)
}

/** Anything. */
export const anything: Filter = new PresenceFilter({ attribute: 'objectClass' })

/** How somebody with a name is looked for. */
export function personFilter({ filter }: Settings, name: string): Filter {
  return filter.fill((_, attribute) => equals(attribute, name)) as Filter
}

/**
 * Finds whoever has a name: one entry alone, below the base, of which an attribute that the filter compares is what was
 * typed. A directory may find more alike than that; then it is nobody.
 *
 * @throws DirectoryError
 */
export async function findPerson(
  connection: Connection,
  settings: Settings,
  name: string,
  signal: AbortSignal,
): Promise<Entry | RefusalReason> {
  const { base, scope, loginAttributes } = settings
  const query = {
    base,
    scope,
    filter: personFilter(settings, name),
    attributes: personAttributes(settings),
  }
  const { entries } = await connection.search(query, signal, 2)
  const [entry, ...more] = entries
  if (entry === undefined) return 'unknown-user'
  if (more.length > 0) return 'ambiguous'
  if (!isBelow(entry.dn, base))
    throw new DirectoryError('protocol', 'The directory found an entry that is not below the base.')
  const typed = folded(name)
  const isTheirs = loginAttributes.some((attribute) =>
    entry.texts(attribute).some((value) => folded(value) === typed),
  )
  return isTheirs ? entry : 'name-differs'
}

/** The entry with a DN; `undefined` where there is none, or none to see. */
export async function readEntry(
  connection: Connection,
  dn: string,
  attributes: readonly string[],
  signal: AbortSignal,
): Promise<Entry | undefined> {
  const query = { base: dn, scope: 'base', filter: anything, attributes, mayBeAbsent: true } as const
  const { entries } = await connection.search(query, signal)
  return entries[0]
}
