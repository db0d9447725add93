import type { Connection } from '../connection/connection.ts'
import { DirectoryError } from '../directory-error.ts'
import { readEntry } from '../entry/find-person.ts'
import type { Entry } from '../entry/entry.ts'

/** What a part of the values is called, and where it ends: `memberOf;range=0-1499`, or `*` for the last one. */
function rangeOf(
  entry: Entry,
  attribute: string,
): { readonly name: string; readonly end: string } | undefined {
  const start = `${attribute.toLowerCase()};range=`
  for (const name of entry.names()) {
    const end = name.startsWith(start) ? /^\d+-(\d+|\*)$/.exec(name.slice(start.length))?.[1] : undefined
    if (end !== undefined) return { name, end }
  }
  return undefined
}

/**
 * All values of an attribute. Active Directory gives 1,500 at a time, under names that say which: the rest is read here.
 *
 * @param most More than so many are refused.
 * @throws DirectoryError `too-large`, `incomplete`
 */
export async function allTexts(
  connection: Connection,
  entry: Entry,
  attribute: string,
  most: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let range = rangeOf(entry, attribute)
  if (range === undefined) return entry.texts(attribute)
  const values = [...entry.texts(range.name)]
  while (range.end !== '*') {
    if (values.length > most)
      throw new DirectoryError('too-large', `An entry has more than ${most} values of ${attribute}.`)
    const next: number = Number(range.end) + 1
    const part = await readEntry(connection, entry.dn, [`${attribute};range=${next}-*`], signal)
    range = part && rangeOf(part, attribute)
    if (part === undefined || range === undefined || !range.name.includes(`range=${next}-`))
      throw new DirectoryError('incomplete', `The directory does not go on with ${attribute}.`)
    values.push(...part.texts(range.name))
  }
  return values
}
