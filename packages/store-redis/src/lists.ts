import { normalEmail } from '@trilatch/core'
import type { Page, PageQuery, Store, StoredUser, UserQuery } from '@trilatch/core'
import type { Connection } from './connection.ts'
import { openUser } from './documents.ts'
import { gather, texts } from './gather.ts'
import { indexed } from './keys.ts'
import { fromOrderKey } from './order-key.ts'
import type { Turns } from './turns.ts'
import { searchUsers } from './user-search.ts'

/** The reads of a store that are not on the way of a decision: each asks Redis. */
export type Lists = Pick<Store, 'members' | 'scopedMembers' | 'held' | 'user' | 'userByEmail' | 'users'>

const begin = (after: string | undefined): string => (after === undefined ? '-' : `(${indexed(after)}`)

function pageOf<T>(found: readonly T[], limit: number, key: (item: T) => string): Page<T> {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return found.length > limit && last !== undefined ? { items, next: key(last) } : { items }
}

/** @param store The store that this process has pinned. */
export function createLists(connection: Connection, turns: Turns, store: () => string | undefined): Lists {
  const { keys, seal } = connection
  const read = (...steps: Parameters<typeof gather>[2]): ReturnType<typeof gather> =>
    gather(connection, store(), steps)

  async function members(
    role: string,
    { after, limit }: PageQuery,
  ): Promise<Page<string> & { version: string }> {
    const [ids, version] = await read(
      ['ZRANGEBYLEX', keys.members(role), begin(after), '+', 'LIMIT', '0', String(limit + 1)],
      ['HGET', keys.memberTags, role],
    )
    const page = pageOf(texts(ids).map(fromOrderKey), limit, (id) => id)
    return { ...page, version: typeof version === 'string' ? version : 'empty' }
  }

  async function users({ after, limit, search }: UserQuery): Promise<Page<StoredUser>> {
    if (search !== undefined) return searchUsers(connection, store(), { after, limit, search })
    const [found] = await read([
      'ZRANGEBYLEX',
      keys.userIds,
      begin(after),
      '+',
      'LIMIT',
      '0',
      String(limit + 1),
    ])
    const { items: ids, next } = pageOf(texts(found).map(fromOrderKey), limit, (id) => id)
    const replies = ids.length === 0 ? [] : await read(...ids.map((id) => ['GET', keys.user(id)] as const))
    // Who was removed between the two reads is not there.
    const items = replies.flatMap((text, i) => openUser(seal, ids[i] ?? '', text) ?? [])
    return next === undefined ? { items } : { items, next }
  }

  async function user(id: string): Promise<StoredUser | null> {
    const [found] = await turns.take(() => read(['GET', keys.user(id)]))
    return openUser(seal, id, found)
  }

  return {
    members,
    users,
    // Any of them, none twice, where there are more: no reply is longer than was asked for.
    scopedMembers: async (role, limit) => {
      const [found] = await read(['SRANDMEMBER', keys.scoped(role), String(limit)])
      return texts(found)
    },
    held: async (role) => {
      const [plain, scoped] = await read(['ZCARD', keys.members(role)], ['SCARD', keys.scoped(role)])
      return Number(plain) + Number(scoped) > 0
    },
    user,
    userByEmail: async (given) => {
      const email = normalEmail(given)
      const [id] = await turns.take(() => read(['HGET', keys.emails, email]))
      const found = typeof id === 'string' ? await user(id) : null
      // Between the two reads the address may have become another's.
      return found !== null && normalEmail(found.user.email ?? '') === email ? found : null
    },
  }
}
