import { foundAt, readTextEntry, searchForm, searchPlace } from '@trilatch/core'
import type { Page, StoredUser } from '@trilatch/core'
import type { Connection } from './connection.ts'
import { openUser } from './documents.ts'
import { gather, texts } from './gather.ts'
import { indexed } from './keys.ts'
import { endOfPrefix, fromOrderKey } from './order-key.ts'
import type { GatherStep } from './scripts/gather.ts'

/** A search, and where to go on. */
export interface UserSearch {
  readonly search: string
  readonly after: string | undefined
  readonly limit: number
}

/** A user whom an index names, and where in the search that is. */
interface Named {
  readonly id: string
  readonly place: string
}

/**
 * One page of the users that a search finds. Two ordered indexes are read, from the place where the last page ended:
 * ids, then texts. Two entries are looked at for each item wanted, whatever they lead to, so that every call does
 * bounded work; the users themselves say whether an entry still holds, and is where they are listed.
 *
 * @throws TrilatchError as `gather` does; GarbledError
 */
export async function searchUsers(
  connection: Connection,
  store: string | undefined,
  { search, after, limit }: UserSearch,
): Promise<Page<StoredUser>> {
  const { keys, seal } = connection
  const most = 2 * limit
  const form = searchForm(search)
  const range = (key: string, prefix: string, from: string | undefined): GatherStep => {
    const begin = from === undefined ? `[${indexed(prefix)}` : `(${indexed(from)}`
    return ['ZRANGEBYLEX', key, begin, `(${endOfPrefix(prefix)}`, 'LIMIT', '0', String(most + 1)]
  }
  const inTexts = after?.startsWith('t') === true
  const from = after?.slice(1)
  const steps: GatherStep[] = []
  if (!inTexts) steps.push(range(keys.userIds, search, from))
  if (form !== '') steps.push(range(keys.userTexts, form, inTexts ? from : undefined))
  const replies = (await gather(connection, store, steps)).map((reply) => texts(reply).map(fromOrderKey))
  const ids = inTexts ? [] : (replies.shift() ?? [])
  const entries = [
    ...ids.map((id): Named => ({ id, place: searchPlace('id', id) })),
    ...(replies[0] ?? []).map((entry): Named => {
      const [text, id] = readTextEntry(entry)
      return { id, place: searchPlace({ text }, id) }
    }),
  ]
  const looked = entries.slice(0, most)
  const wanted = [...new Set(looked.map(({ id }) => id))]
  const documents =
    wanted.length === 0
      ? []
      : await gather(
          connection,
          store,
          wanted.map((id) => ['GET', keys.user(id)]),
        )
  const users = new Map(wanted.map((id, i) => [id, openUser(seal, id, documents[i])]))

  const items: StoredUser[] = []
  for (const [i, { id, place }] of looked.entries()) {
    const stored = users.get(id) ?? null
    const at = stored === null ? undefined : foundAt(stored.user, search)
    if (stored === null || at === undefined || searchPlace(at, id) !== place) continue
    items.push(stored)
    if (items.length === limit) return i + 1 < entries.length ? { items, next: place } : { items }
  }
  const last = looked.at(-1)
  return entries.length > most && last !== undefined ? { items, next: last.place } : { items }
}
