import { normalDn } from '@trilatch/core'
import type { Connection } from '../connection/connection.ts'
import { DirectoryError } from '../directory-error.ts'
import { readEntry } from '../entry/find-person.ts'
import { equals } from '../options/filter-template.ts'
import type { Settings } from '../options/settings.ts'

/**
 * Proves that the service account can still read: its own entry. Without that, whoever is not found may only be hidden.
 *
 * @throws DirectoryError `incomplete`
 */
export async function readsItself(
  connection: Connection,
  { service, base }: Settings,
  signal: AbortSignal,
): Promise<void> {
  const { dn } = service as { readonly dn: string }
  if (await isThere(connection, dn, base, signal)) return
  throw new DirectoryError(
    'incomplete',
    'The service account cannot read its own entry: who is not found may only be hidden from it.',
  )
}

async function isThere(
  connection: Connection,
  name: string,
  base: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (normalDn(name) !== undefined)
    return (await readEntry(connection, name, ['1.1'], signal)) !== undefined
  const query = {
    base: /(?:^|,)(dc=.*)$/i.exec(base)?.[1] ?? base,
    scope: 'sub',
    filter: equals('userPrincipalName', name),
    attributes: ['1.1'],
  } as const
  return (await connection.search(query, signal, 2)).entries.length === 1
}
