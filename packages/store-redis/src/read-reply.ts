import type { SubjectRecord } from '@trilatch/core'
import type { Progress } from './building.ts'
import { openSubject } from './documents.ts'
import { GarbledError, garbled } from './garbled.ts'
import { pairs } from './pairs.ts'
import { readLogEntry } from './log-entry.ts'
import { inProcessTime, redisMs } from './redis-time.ts'
import type { LogEntry } from './log-entry.ts'
import { list } from './scripts/script.ts'
import type { Seal } from './seal.ts'

/** Records of subjects, and for each that cannot be read, why. */
export type Records = ReadonlyMap<string, SubjectRecord | null | GarbledError>

/** What a read found. */
export type ReadReply =
  | { readonly kind: 'alarm'; readonly alarm: string }
  /** The position is not in this history, or this is not that store. */
  | { readonly kind: 'lost' }
  /** So much has changed that all is to be read in pages. */
  | { readonly kind: 'reload' }
  | {
      readonly kind: 'ok'
      readonly more: boolean
      readonly progress: Progress
      readonly records: Records
      /** The time of Redis, in milliseconds. */
      readonly now: number
    }

/**
 * Reads the reply of the read script.
 *
 * @param sentAt When the read was sent, by the monotonic clock.
 * @throws GarbledError
 */
export function readReply(
  seal: Seal,
  given: unknown,
  subjects: readonly string[],
  sentAt: number,
): ReadReply {
  const [status, more, headId, headTag, tail, documents, mappings, records, time, administrators] = list(
    given,
    'a read',
  )
  if (status === 'alarm') return { kind: 'alarm', alarm: String(more) }
  if (status === 'none' || status === 'other' || status === 'reset') return { kind: 'lost' }
  if (status === 'reload') return { kind: 'reload' }
  if (status !== 'ok' || (mappings !== null && typeof mappings !== 'string')) throw garbled('a reply')
  const progress: Progress = {
    entries: entriesOf(seal, list(tail, 'entries')),
    head: { id: String(headId), tag: String(headTag) },
    roles: new Map(pairs(documents)),
    mappings,
    administrators: typeof administrators === 'string' ? administrators : null,
  }
  const now = redisMs(time)
  const found = recordsOf(seal, records, subjects, { sentAt, redisNow: now })
  return { kind: 'ok', more: more === 1, progress, records: found, now }
}

function entriesOf(seal: Seal, tail: readonly unknown[]): readonly LogEntry[] {
  const entries: LogEntry[] = []
  for (let i = 0; i < tail.length; i += 4) entries.push(readLogEntry(seal, tail.slice(i, i + 4)))
  return entries
}

/** When something was read: sent, by the monotonic clock, and what the time of Redis was. */
export interface ReadAt {
  readonly sentAt: number
  readonly redisNow: number
}

/** The records with the times of this process. One that cannot be read must not keep others from their answers. */
export function recordsOf(
  seal: Seal,
  records: unknown,
  subjects: readonly string[],
  { sentAt, redisNow }: ReadAt,
): Records {
  const found = new Map<string, SubjectRecord | null | GarbledError>()
  const texts = list(records, 'records of subjects')
  for (let i = 0; i < texts.length; i++) {
    const id = subjects[i] ?? ''
    try {
      const record = openSubject(seal, id, texts[i])
      found.set(id, record === null ? null : inProcessTime(record, sentAt, redisNow))
    } catch (error) {
      if (!(error instanceof GarbledError)) throw error
      found.set(id, error)
    }
  }
  return found
}
