import type { Redis } from 'ioredis'

/** Entries of a stream without their ids, which Redis chose. */
const fieldsOf = (entries: readonly [string, string[]][]): readonly unknown[] =>
  entries.map(([, fields]) => fields)

/** Entries of the trail without what every store has of its own. */
const linesOf = (entries: readonly [string, string[]][]): readonly unknown[] =>
  entries.map(([id, [, text = '{}']]) => {
    const { store: _store, previous: _previous, ...line } = JSON.parse(text) as Record<string, unknown>
    return [id, line]
  })

async function valueOf(client: Redis, key: string): Promise<unknown> {
  const type = await client.type(key)
  if (type === 'string') return client.get(key)
  if (type === 'set') return (await client.smembers(key)).toSorted()
  if (type === 'zset') return client.zrange(key, 0, '-1', 'WITHSCORES')
  if (type === 'hash') {
    const fields = Object.entries(await client.hgetall(key)).toSorted(([a], [b]) => (a < b ? -1 : 1))
    // Ids of entries are chosen by Redis, from its clock.
    return (
      fields
        .filter(([name]) => name !== 'store')
        .map(([name, value]) => [name, /^\d{13}-\d+$/.test(value) ? 'an id' : value])
        // The hash of what is named by a random store.
        .map(([name, value]) => [name, name === 'trail' ? value?.replace(/\S+$/, 'a hash') : value])
    )
  }
  if (type === 'stream') {
    // The first one says that the store was made.
    const entries = await client.xrange(key, '-', '+')
    return (key.endsWith(':log') ? fieldsOf(entries) : linesOf(entries)).slice(1)
  }
  return type
}

/** All that a namespace holds, but for heartbeats and what every store has of its own: two that were written alike are equal. */
export async function dumpOf(client: Redis, namespace: string): Promise<Record<string, unknown>> {
  const prefix = `{${namespace}}:2:`
  const keys = (await client.keys(`${prefix}*`)).toSorted()
  const kept = keys.filter((key) => !/^(?:proc|entry-first-run):/.test(key.slice(prefix.length)))
  const values = await Promise.all(
    kept.map(async (key) => [key.slice(prefix.length), await valueOf(client, key)] as const),
  )
  return Object.fromEntries(values)
}
