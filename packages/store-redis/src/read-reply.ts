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

/** Reads the reply of the read script; its records have the times of Redis. @throws GarbledError */
export function readReply(seal: Seal, given: unknown, subjects: readonly string[]): ReadReply {
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
  return { kind: 'ok', more: more === 1, progress, records: recordsOf(seal, records, subjects), now }
}

function entriesOf(seal: Seal, tail: readonly unknown[]): readonly LogEntry[] {
  const entries: LogEntry[] = []
  for (let i = 0; i < tail.length; i += 4) entries.push(readLogEntry(seal, tail.slice(i, i + 4)))
  return entries
}

/** One record that cannot be read must not keep others from their answers. */
export function recordsOf(seal: Seal, records: unknown, subjects: readonly string[]): Records {
  const read = (id: string, text: unknown): SubjectRecord | null | GarbledError => {
    try {
      return openSubject(seal, id, text)
    } catch (error) {
      if (error instanceof GarbledError) return error
      throw error
    }
  }
  return new Map(
    list(records, 'records of subjects').map((text, i) => [subjects[i] ?? '', read(subjects[i] ?? '', text)]),
  )
}

/** The records with the times of this process. @param sentAt When the read was sent, by the monotonic clock. */
export function recordsInProcessTime(
  { records, now }: Pick<Extract<ReadReply, { kind: 'ok' }>, 'records' | 'now'>,
  sentAt: number,
): Records {
  const timed = (record: SubjectRecord | null | GarbledError): SubjectRecord | null | GarbledError =>
    record === null || record instanceof GarbledError ? record : inProcessTime(record, sentAt, now)
  return new Map(Array.from(records, ([id, record]) => [id, timed(record)]))
}
