import { withProvider } from '@trilatch/core'
import type { TouchedGroups, WriteOutcome } from '@trilatch/core'
import { RedisLate } from './client/limited.ts'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { openSubject, sealSubject } from './documents.ts'
import { gatherAt } from './gather.ts'
import { list, run } from './scripts/script.ts'
import { touchScript } from './scripts/touch.ts'

const refused = (reason: 'conflict' | 'unavailable', detail: string): WriteOutcome => ({
  status: 'refused',
  reason,
  detail,
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * Counts groups as confirmed now, by the time of Redis. What a failover loses of it lapses the earlier, so it waits for no
 * replicas; a write at the same time that knows the earlier time puts that back, which is as harmless.
 */
export async function touchGroups(
  connection: Connection,
  store: string,
  { subject, provider, version }: TouchedGroups,
): Promise<WriteOutcome> {
  const { redis, keys, seal } = connection
  const place = keys.subject(subject)
  const changed = refused('conflict', `subject ${JSON.stringify(subject)} has changed in the meantime`)
  let text: string
  let next: string
  try {
    const { replies, now } = await gatherAt(connection, store, [['GET', place]])
    const record = openSubject(seal, subject, replies[0])
    const known = record?.groups.find((entry) => entry.provider === provider)
    if (record?.version !== version || known === undefined) return changed
    text = replies[0] as string
    next = sealSubject(seal, {
      ...record,
      groups: withProvider(record.groups, { ...known, verifiedAt: now }),
    })
  } catch (error) {
    return refused('unavailable', `nothing was sent: ${messageOf(error)}`)
  }
  try {
    const keysOf = [keys.meta, keys.alarm, keys.proc, place] as const
    const args = ['writing', store, text, next]
    const { reply } = await run(redis, touchScript, { keys: keysOf, args, timeoutMs: longMs })
    const [status, why] = list(reply, 'a confirmation of groups')
    if (status === 'done') return { status: 'done', version }
    return status === 'stale' ? changed : refused('unavailable', String(why))
  } catch (error) {
    if (error instanceof RedisLate && !error.sent) return refused('unavailable', messageOf(error))
    return { status: 'unknown', detail: messageOf(error) }
  }
}
