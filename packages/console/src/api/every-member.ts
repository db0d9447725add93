import type { Call } from './call.ts'
import { checkCursor, noCursor, nextOf, readCursor } from './cursor.ts'
import { fewAtOnce } from './few-at-once.ts'
import type { ShownUser } from './user-directory.ts'
import { wholeOf } from './whole.ts'

/** Which of the members are wanted. */
export interface AskedMembers {
  readonly limit?: number
  readonly after?: string
}

/** A page of members, or of everybody; and the version of the list of members as far as the caller has seen it. */
export interface ListedMembers {
  readonly items: readonly (Partial<ShownUser> & {
    readonly id: ShownUser['id']
    /** It is a member, and no user. */
    readonly unknown?: true
  })[]
  /** Users behind these, of whom those are shown who are no members. */
  readonly users?: readonly ShownUser[]
  readonly next?: string
  readonly version: string
}

/** How far somebody has read, in the first part of a list or in the second. */
interface Place {
  readonly isSecond: boolean
  readonly after: { readonly after?: string }
}

function placeIn(text: string | undefined): Place {
  if (text === undefined) return { isSecond: false, after: {} }
  const [, part, after = ''] = /^([12])(.*)$/s.exec(text) ?? []
  return part === undefined ? noCursor() : { isSecond: part === '2', after: after === '' ? {} : { after } }
}

const first = (next: string): string => `1${next}`
const second = (next: string | undefined): string => `2${next ?? ''}`

/** The members alone. */
export async function listMembers(
  call: Call,
  role: string,
  { limit = 50, after }: AskedMembers,
): Promise<ListedMembers> {
  const cursor = readCursor(after)
  const page = await call.store.members(role, {
    limit,
    ...(cursor === undefined ? {} : { after: cursor.place }),
  })
  checkCursor(cursor, page.version)
  const { next, version } = page
  return {
    items: await fewAtOnce(page.items, async (id) => (await call.users.find(id)) ?? { id, unknown: true }),
    ...nextOf(version, next),
    version: next === undefined ? wholeOf(version) : version,
  }
}

/**
 * All members, whether they are users or not, and behind them all users who are none: whoever has read it to its end has
 * met every member, whichever users are listed. All pages are of one version of the members; one may hold fewer than
 * `limit`, even none, and still have a `next`.
 */
export async function listEverybody(
  call: Call,
  role: string,
  { limit = 50, after }: AskedMembers,
): Promise<ListedMembers> {
  const cursor = readCursor(after)
  const { isSecond, after: place } = placeIn(cursor?.place)
  const page = await call.store.members(role, isSecond ? { limit: 1 } : { limit, ...place })
  const { version } = page
  checkCursor(cursor, version)
  const ids = isSecond ? [] : page.items
  const items = await fewAtOnce(
    ids,
    async (id): Promise<ListedMembers['items'][number]> =>
      (await call.users.find(id)) ?? { id, unknown: true },
  )
  if (!isSecond && page.next !== undefined) return { items, ...nextOf(version, first(page.next)), version }
  const room = limit - ids.length
  if (room === 0) return { items, ...nextOf(version, second(undefined)), version }
  const { items: users, next } = await call.users.list({ limit: room, ...(isSecond ? place : {}) })
  return {
    items,
    users,
    ...nextOf(version, next === undefined ? undefined : second(next)),
    version: next === undefined ? wholeOf(version) : version,
  }
}

/** What all ids that begin with a text come behind, and begin with. */
const stemOf = (search: string): string => Array.from(search).slice(0, -1).join('')

/**
 * Those of everybody that a search finds: users, and behind them members who are no users, by their ids. No such page is
 * of the whole.
 */
export async function searchEverybody(
  call: Call,
  role: string,
  search: string,
  { limit = 50, after }: AskedMembers,
): Promise<ListedMembers> {
  const cursor = readCursor(after)
  const { isSecond, after: place } = placeIn(cursor?.place)
  const stem = stemOf(search)
  const from = isSecond && place.after !== undefined ? place : stem === '' ? {} : { after: stem }
  const page = await call.store.members(role, { limit, ...from })
  const { version } = page
  checkCursor(cursor, version)
  const users = isSecond ? { items: [] } : await call.users.list({ limit, search, ...place })
  if ('next' in users) return { items: users.items, ...nextOf(version, first(users.next)), version }
  const ids = page.items.slice(0, limit - users.items.length)
  const behind = ids.length < page.items.length ? (ids.at(-1) ?? '') : page.next
  const near = ids.filter((id) => id.startsWith(stem))
  const found = await fewAtOnce(
    near.filter((id) => id.startsWith(search)),
    async (id) => ((await call.users.find(id)) === null ? [{ id, unknown: true as const }] : []),
  )
  const isEnd = behind === undefined || near.length < ids.length
  const next = isEnd ? undefined : second(behind)
  return { items: [...users.items, ...found.flat()], ...nextOf(version, next), version }
}
