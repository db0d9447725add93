import type { GroupAccount, Groups } from '@trilatch/auth'
import type { Connection } from '../connection/connection.ts'
import type { Directory } from '../connection/directory.ts'
import { keyFilter } from '../entry/account-key.ts'
import { accountState, isGone } from '../entry/account-state.ts'
import { personAttributes } from '../entry/find-person.ts'
import type { Entry } from '../entry/entry.ts'
import { lookUpGroups } from '../groups/look-up.ts'
import type { LookUp } from '../groups/look-up.ts'
import { stillReads } from './self-check.ts'

/** The groups of an entry that is there: or that it has been shut. */
export async function groupsOfEntry(look: LookUp, entry: Entry): Promise<Groups> {
  if (isGone(accountState(entry, Date.now()))) return { status: 'gone' }
  return { status: 'complete', groups: (await lookUpGroups(look, entry)).names() }
}

const unknown = (why: string): Groups => ({ status: 'unknown', why })

/** Somebody's groups now, by the key of their account. Whatever cannot be found out is `unknown`. */
export async function groupsOf(
  directory: Directory,
  { issuer, id }: Pick<GroupAccount, 'id' | 'issuer'>,
  signal: AbortSignal,
): Promise<Groups> {
  const { settings } = directory
  if (issuer !== settings.issuer) return unknown(`The account is not one of ${settings.issuer}.`)
  const filter = keyFilter(id)
  if (filter === undefined) return unknown('The key of the account is none of a directory.')
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(settings.deadlineMs)])
  const read = async (connection: Connection): Promise<Groups> => {
    const query = {
      base: settings.base,
      scope: 'sub',
      filter,
      attributes: personAttributes(settings),
    } as const
    const { entries } = await connection.search(query, deadline, 2)
    const [entry, ...more] = entries
    if (more.length > 0) return unknown('The directory has the key of the account twice.')
    if (entry !== undefined) return groupsOfEntry({ connection, settings, signal: deadline }, entry)
    await stillReads(connection, settings, deadline)
    return { status: 'gone' }
  }
  try {
    return await directory.asService(deadline, read)
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  }
}
