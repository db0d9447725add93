import type { FoundGroup, FoundGroups } from '@trilatch/auth'
import { normalDn, TrilatchError } from '@trilatch/core'
import { SubstringFilter } from 'ldapts'
import type { Filter } from 'ldapts'
import type { Directory } from '../connection/directory.ts'
import type { Entry } from '../entry/entry.ts'
import { namesOf, namingAttributes } from '../groups/found-groups.ts'
import { allOf, anyOf } from '../options/filter-template.ts'
import type { Settings } from '../options/settings.ts'

/** The most groups that are looked through for one page, and the longest text. */
const mostGroups = 50_000
const longest = 64

/** What people call a group. */
const titles = ['cn', 'displayName']

/** What mapping rows know a group by, as somebody's groups are named; `undefined` where it has none of these. */
function nameOf(entry: Entry, { groups }: Settings): string | undefined {
  const all = { dn: normalDn(entry.dn), ...namesOf(entry) }
  return groups.names.map((kind) => all[kind]).find((name) => name !== undefined)
}

/**
 * Groups below the base whose name has a text in it, ordered by what mapping rows know them by.
 *
 * @param most Where more are found, the text has to be longer.
 * @throws DirectoryError; TrilatchError `TRILATCH_OPTION_INVALID` (422) where too many are found; `TypeError` for a text
 * that is too long
 */
export async function searchGroups(
  directory: Directory,
  query: { readonly text: string; readonly after?: string; readonly limit: number },
  signal: AbortSignal,
  most: number = mostGroups,
): Promise<FoundGroups> {
  const { settings } = directory
  const { base, scope, pick } = settings.groups
  const text = query.text.trim()
  if (text.length > longest || !text.isWellFormed() || /\p{Cc}/u.test(text))
    throw new TypeError(`The text to search for must have at most ${longest} characters`)
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > 200)
    throw new TypeError('A page has 1 to 200 groups')
  const isGroup = pick.fill(() => undefined) as Filter
  const filter =
    text === ''
      ? isGroup
      : allOf([isGroup, anyOf(titles.map((attribute) => new SubstringFilter({ attribute, any: [text] })))])
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(settings.deadlineMs)])
  const wanted = { base, scope, filter, attributes: [...titles, ...namingAttributes] }
  // The first ones behind `after`, whatever order the directory gives them in: never more than a page is kept.
  let kept: FoundGroup[] = []
  let [seen, isMore] = [0, false]
  await directory.asService(deadline, async (connection) => {
    ;[kept, seen, isMore] = [[], 0, false]
    const pages = connection.pages(wanted, settings.pageSize, deadline)
    for await (const { entries } of pages) {
      seen += entries.length
      if (seen > most)
        throw new TrilatchError(
          'TRILATCH_OPTION_INVALID',
          `More than ${most} groups are found: search for more of a name.`,
          { status: 422 },
        )
      for (const entry of entries) {
        const name = nameOf(entry, settings)
        if (name === undefined || (query.after !== undefined && name <= query.after)) continue
        const title = entry.text('displayName') ?? entry.text('cn')
        kept.push(title === undefined ? { name } : { name, title })
      }
      kept.sort((a, b) => (a.name < b.name ? -1 : 1))
      isMore ||= kept.length > query.limit
      kept.splice(query.limit)
    }
  })
  const last = kept.at(-1)?.name
  return { items: kept, ...(isMore && last !== undefined ? { next: last } : {}) }
}
