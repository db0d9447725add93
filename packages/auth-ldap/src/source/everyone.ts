import type { Groups, ListedAccount } from '@trilatch/auth'
import type { Directory } from '../connection/directory.ts'
import { DirectoryError } from '../directory-error.ts'
import { accountKey } from '../entry/account-key.ts'
import { personAttributes } from '../entry/find-person.ts'
import { ParentCache } from '../groups/parent-cache.ts'
import { groupsOfEntry } from './groups-of.ts'
import { everybody, stillReads } from './self-check.ts'

/** What is wrong with somebody's groups alone does not end the pass: too many, or too deep within each other. */
function unknownIfTheirs(error: unknown): Groups {
  if (!(error instanceof DirectoryError) || !['incomplete', 'too-large'].includes(error.trouble)) throw error
  return { status: 'unknown', why: error.message }
}

/**
 * Every account below the base, a page at a time, in the order of the directory. Groups are looked up on a second
 * connection, so that the one with the pages waits for nothing else.
 *
 * @param after Goes on behind this account.
 * @throws DirectoryError where the pass is not whole, also where the account to go on behind is not met
 */
export async function* everyone(
  directory: Directory,
  { after, signal }: { readonly after?: string; readonly signal: AbortSignal },
): AsyncGenerator<ListedAccount> {
  const { settings } = directory
  const { base, scope, issuer } = settings
  const connection = await directory.serviceConnection(signal)
  const parents = new ParentCache()
  let isBehind = after === undefined
  try {
    await stillReads(connection, settings, signal)
    const query = { base, scope, filter: everybody(settings), attributes: personAttributes(settings) }
    for await (const { entries } of connection.pages(query, settings.pageSize, signal)) {
      for (const entry of entries) {
        const id = accountKey(entry, settings.accountKey)
        // An entry without a key cannot sign in, and is nobody's account.
        if (id === undefined) continue
        if (!isBehind) {
          isBehind = id === after
          continue
        }
        const read = directory.asService(signal, (reader) =>
          groupsOfEntry({ connection: reader, settings, signal, parents }, entry),
        )
        yield { issuer, id, groups: await read.catch(unknownIfTheirs), cursor: id }
      }
    }
    if (!isBehind)
      throw new DirectoryError('incomplete', 'The account to go on behind is not there: begin again.')
    await stillReads(connection, settings, signal)
  } finally {
    connection.close()
  }
}
