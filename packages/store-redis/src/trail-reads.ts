import { filterOf, matchesFilter, maxLookedAt } from '@trilatch/core'
import type {
  AuditEntry,
  AuditHead,
  AuditQuery,
  KeptEntry,
  Page,
  PageQuery,
  Store,
  TrailPage,
} from '@trilatch/core'
import { longMs, pageBytes } from './connection.ts'
import type { Connection } from './connection.ts'
import { garbled } from './garbled.ts'
import { list, run } from './scripts/script.ts'
import { trailScript } from './scripts/trail.ts'
import { readHead } from './trail-end.ts'
import { storeAlarm, storeMissing, storeUnsuitable } from './trouble.ts'

/** The reads of the audit trail: each asks Redis. */
export type TrailReads = Pick<Store, 'audit' | 'trail'>

/** The most entries that one reply has. */
const maxOfReply = 100

/** Entries as Redis has them, and what it says about the trail. */
interface RawTrail {
  readonly store: string
  readonly head: unknown
  readonly oldest: unknown
  readonly newest: unknown
  readonly more: boolean
  readonly entries: readonly (readonly [id: string, fields: readonly unknown[]])[]
}

/** The last id of a number. */
const lastPart = '18446744073709551615'
const idForm = /^([1-9]\d{0,15})-(\d+)$/

/** @param store The store that this process has pinned; `undefined` for whichever it is. */
export function createTrailReads(connection: Connection, store: () => string | undefined): TrailReads {
  const { redis, keys, chain, settings } = connection

  async function read(way: 'back' | 'on', from: string, count: number): Promise<RawTrail> {
    const most = String(Math.min(count, maxOfReply))
    const { reply } = await run(redis, trailScript, {
      keys: [keys.meta, keys.alarm, keys.proc, keys.audit, keys.tags],
      args: ['reading', store() ?? '', way, from, most, String(pageBytes)],
      timeoutMs: longMs,
    })
    const [status, id, head, oldest, newest, more, entries] = list(reply, 'a part of the audit trail')
    if (status === 'alarm') throw storeAlarm(String(id))
    if (status === 'none') throw storeMissing(settings.namespace)
    if (status !== 'ok') throw storeUnsuitable('another store stands in its place')
    const found = list(entries, 'entries of the audit trail') as RawTrail['entries']
    return { store: String(id), head, oldest, newest, more: more === 1, entries: found }
  }

  function keptEntry(of: string, [id, fields]: RawTrail['entries'][number]): KeptEntry {
    const [, number, part] = idForm.exec(id) ?? []
    const sequence = number === undefined ? null : Number(number)
    const [v, text, h, hash] = fields
    const entry = fields.length === 4 && v === 'v' && h === 'h' ? chain.read(text, hash) : null
    if (entry === null) return { place: id, sequence, entry, fault: 'unreadable' }
    const fault =
      entry.sequence !== sequence || part !== '0' || entry.store !== of
        ? 'edited'
        : chain.fault(String(text), entry)
    return { place: id, sequence, entry, ...(fault === undefined ? {} : { fault }) }
  }

  async function audit(query: AuditQuery): Promise<Page<AuditEntry>> {
    const { after, limit } = query
    const before = after === undefined ? Infinity : Number(after)
    if (after !== undefined && !(Number.isSafeInteger(before) && before > 1)) return { items: [] }
    const filter = filterOf(query)
    const filters = Object.keys(filter).length > 0
    const items: AuditEntry[] = []
    let newer: Pick<AuditEntry, 'sequence' | 'previous' | 'key'> | undefined
    // The entry that the list goes on behind is looked at again: it names the next one.
    let from = after === undefined ? '+' : `${before}-${lastPart}`
    for (let looked = 0; looked < maxLookedAt;) {
      const found = await read('back', from, filters ? maxOfReply : limit - items.length + 1)
      newer ??= after === undefined ? behindOf(endOf(found.head)) : undefined
      for (const [i, raw] of found.entries.entries()) {
        const { entry, fault, place } = keptEntry(found.store, raw)
        if (entry === null || fault !== undefined || !follows(newer, entry))
          throw garbled(`entry ${place} of the audit trail; \`trilatch audit verify\` tells more`)
        newer = entry
        if (entry.sequence >= before) continue
        looked++
        if (matchesFilter(entry, filter)) items.push(entry)
        const more = found.more || i + 1 < found.entries.length
        if (!more) return { items }
        if (items.length === limit || looked === maxLookedAt) return { items, next: String(entry.sequence) }
      }
      if (!found.more || newer === undefined) return { items }
      from = `${newer.sequence - 1}-${lastPart}`
    }
    return { items }
  }

  async function trail({ after, limit }: PageQuery): Promise<TrailPage> {
    const found = await read('on', after === undefined ? '-' : behind(after), limit)
    const head = endOf(found.head)
    const [newest, oldest] = [Number(found.newest ?? 0), idForm.exec(String(found.oldest))?.[1]]
    const last = found.entries.at(-1)?.[0]
    return {
      items: found.entries.map((raw) => keptEntry(found.store, raw)),
      ...(found.more && last !== undefined ? { next: last } : {}),
      bounds: {
        head,
        // The making of a store is the first entry, so there is always one.
        newest: Math.max(1, head?.sequence ?? 0, Number.isSafeInteger(newest) ? newest : 0),
        oldest: oldest === undefined ? null : Number(oldest),
      },
      key: chain.key,
    }
  }

  return { audit, trail }
}

/** The first id behind one, or behind all of a number. @throws TypeError for what is neither */
function behind(after: string): string {
  const [, number, part] = idForm.exec(after) ?? []
  if (number !== undefined && part !== undefined) return `${number}-${BigInt(part) + 1n}`
  if (/^\d{1,15}$/.test(after)) return `${Number(after) + 1}-0`
  throw new TypeError('`after` must be the `next` of a page, or a sequence number')
}

/** Where the trail is said to end; `null` also where what says so is nothing that was written. */
function endOf(text: unknown): AuditHead | null {
  try {
    return readHead(text)
  } catch {
    return null
  }
}

/** What an entry behind the end would say of the last one. */
const behindOf = (head: AuditHead | null): Pick<AuditEntry, 'sequence' | 'previous' | 'key'> | undefined =>
  head === null ? undefined : { sequence: head.sequence + 1, previous: head.hash, key: head.key }

/**
 * Whether an entry is the one that the next newer names, as far as that is there. Those without a key come before those
 * with one: whoever has none can make entries without, and put them in the place of others.
 */
function follows(
  newer: Pick<AuditEntry, 'sequence' | 'previous' | 'key'> | undefined,
  { sequence, hash, key }: AuditEntry,
): boolean {
  if (newer === undefined) return true
  const isNext = newer.sequence === sequence + 1
  return (
    sequence < newer.sequence && (!isNext || newer.previous === hash) && (newer.key !== '-' || key === '-')
  )
}
