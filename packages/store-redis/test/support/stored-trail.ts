import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

/** An entry of the trail, as Redis has it. */
export interface StoredEntry {
  readonly id: string
  readonly fields: readonly string[]
}

/** What can be done to a trail by somebody who may write to Redis. */
export type Tampering = (entries: readonly StoredEntry[]) => readonly StoredEntry[]

export const keyOf = (namespace: string, key: string): string => `{${namespace}}:2:${key}`

export async function readStored(client: Redis, namespace: string): Promise<readonly StoredEntry[]> {
  const entries = await client.xrange(keyOf(namespace, 'audit'), '-', '+')
  return entries.map(([id, fields]) => ({ id, fields }))
}

/** Puts a trail in the place of the one there is; ids have to go up, as Redis wants. */
export async function replaceStored(
  client: Redis,
  namespace: string,
  entries: readonly StoredEntry[],
): Promise<void> {
  const key = keyOf(namespace, 'audit')
  const all = client.multi().del(key)
  for (const { id, fields } of entries) all.xadd(key, id, ...fields)
  const results = await all.exec()
  for (const [error] of results ?? []) if (error !== null) throw error
}

/** An entry with another text. */
export const withText = ({ id, fields }: StoredEntry, text: string): StoredEntry => ({
  id,
  fields: ['v', text, ...fields.slice(2)],
})
export const textOf = ({ fields }: StoredEntry): string => fields[1] ?? ''

/** The trail made anew from one entry on, each without a key, by somebody who has none. */
export function relinked(entries: readonly StoredEntry[], from: number, edit: (line: object) => object) {
  let previous = from === 0 ? '' : (entries[from - 1]?.fields[3] ?? '')
  return entries.map((entry, i) => {
    if (i < from) return entry
    const line = { ...(JSON.parse(textOf(entry)) as object), key: '-', previous }
    const edited = i === from ? edit(line) : line
    const text = JSON.stringify(
      Object.fromEntries(Object.entries(edited).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    )
    previous = createHash('sha256').update(text).digest('base64url')
    return { id: entry.id, fields: ['v', text, 'h', previous] }
  })
}
