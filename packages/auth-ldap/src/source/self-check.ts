import { normalDn } from '@trilatch/core'
import { PresenceFilter } from 'ldapts'
import type { Filter } from 'ldapts'
import type { Connection } from '../connection/connection.ts'
import { DirectoryError } from '../directory-error.ts'
import { readEntry } from '../entry/find-person.ts'
import { equals } from '../options/filter-template.ts'
import type { Settings } from '../options/settings.ts'

const hidden = (what: string): DirectoryError =>
  new DirectoryError(
    'incomplete',
    `The service account cannot read ${what}: who is not found may only be hidden from it.`,
  )

/** The filter that finds everybody. */
export const everybody = ({ filter }: Settings): Filter =>
  filter.fill((_, attribute) => new PresenceFilter({ attribute })) as Filter

/**
 * Proves that the service account can still read: its own entry, and somebody below the base. Without that, whoever is
 * not found may only be hidden.
 *
 * @throws DirectoryError `incomplete`
 */
export async function stillReads(
  connection: Connection,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> {
  const { service, base, scope } = settings
  const { dn } = service as { readonly dn: string }
  if (!(await isThere(connection, dn, base, signal))) throw hidden('its own entry')
  const query = { base, scope, filter: everybody(settings), attributes: ['1.1'] }
  const { entries } = await connection.search(query, signal, 1)
  if (entries.length === 0) throw hidden('anybody below the base')
}

async function isThere(
  connection: Connection,
  name: string,
  base: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (normalDn(name) !== undefined) return (await readEntry(connection, name, ['1.1'], signal)) !== undefined
  const query = {
    base: /(?:^|,)(dc=.*)$/i.exec(base)?.[1] ?? base,
    scope: 'sub',
    filter: equals('userPrincipalName', name),
    attributes: ['1.1'],
  } as const
  return (await connection.search(query, signal, 2)).entries.length === 1
}
