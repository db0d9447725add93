import type { Connection } from '../connection/connection.ts'
import type { Directory } from '../connection/directory.ts'
import { DirectoryError } from '../directory-error.ts'
import { readEntry } from '../entry/find-person.ts'
import type { Entry } from '../entry/entry.ts'
import { lookUpGroups } from '../groups/look-up.ts'
import { anyOf, equals } from '../options/filter-template.ts'
import type { GroupSettings, Settings } from '../options/settings.ts'

/** Attributes that names are kept in, by those who keep them elsewhere than the filter looks. */
const nameAttributes = ['uid', 'sAMAccountName', 'userPrincipalName', 'mail', 'cn']

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ')

/** Why somebody may not be found: another attribute has their name, or another base. */
export async function whyNotFound(
  connection: Connection,
  settings: Settings,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const root = await readEntry(connection, '', ['namingContexts'], signal)
  const contexts = root?.texts('namingContexts') ?? []
  const bases = [settings.base, ...contexts]
  for (const base of bases) {
    const filter = anyOf(nameAttributes.map((attribute) => equals(attribute, name)))
    try {
      const query = { base, scope: 'sub', filter, attributes: nameAttributes } as const
      const [entry] = (await connection.search(query, signal, 1)).entries
      if (entry === undefined) continue
      const typed = name.toLowerCase()
      const having = nameAttributes.filter((attribute) =>
        entry.texts(attribute).some((value) => value.toLowerCase() === typed),
      )
      return base === settings.base && having.length > 0
        ? `${entry.dn} has this name as ${quoted(having)}: set \`server.searchFilter\` to "(${having[0]}={{username}})".`
        : `${entry.dn} has this name and is not what \`server.searchBase\`, \`searchScope\` and \`searchFilter\` find.`
    } catch (error) {
      if (!(error instanceof DirectoryError) || error.resultCode === undefined) throw error
      break
    }
  }
  return (
    'Nobody has this name that the service account can see: check `server.searchBase`' +
    (contexts.length === 0
      ? '.'
      : ` (the directory holds ${contexts.map((one) => JSON.stringify(one)).join(', ')}).`)
  )
}

/** Why somebody may have no groups: there are some, and they are found in another way. */
export async function whyNoGroups(
  directory: Directory,
  entry: Entry,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { settings } = directory
  const attempt = async (groups: Partial<GroupSettings>): Promise<number> => {
    const tried = { ...settings, groups: { ...settings.groups, ...groups } }
    try {
      const found = await directory.asService(signal, (connection) =>
        lookUpGroups({ connection, settings: tried, signal }, entry),
      )
      return found.all().length
    } catch {
      return 0
    }
  }
  if (settings.groups.from === 'none') return 'Groups are switched off: `groups.from` is "none".'
  const bySearch = await attempt({ from: 'search' })
  if (bySearch > 0)
    return `By search there are ${bySearch}: set \`server.groupSearchBase\`, for this directory keeps no \`memberOf\`.`
  const byMemberOf = await attempt({ from: 'memberOf' })
  if (byMemberOf > 0) return `By \`memberOf\` there are ${byMemberOf}: set \`groups.from\` to "memberOf".`
  return undefined
}
