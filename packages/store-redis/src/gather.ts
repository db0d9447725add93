import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { gatherScript } from './scripts/gather.ts'
import type { GatherStep } from './scripts/gather.ts'
import { list, run } from './scripts/script.ts'
import { redisMs } from './redis-time.ts'
import { storeAlarm, storeMissing, storeUnsuitable } from './trouble.ts'

/**
 * Reads several things of one instant from the primary; one reply for each step, and the time of Redis in milliseconds.
 *
 * @param store The store that must still be there; `undefined` for whichever it is.
 * @throws TrilatchError `TRILATCH_STORE_ALARM`, `TRILATCH_STORE_MISSING`, `TRILATCH_STORE_UNSUITABLE`
 */
export async function gatherAt(
  { redis, keys, settings }: Connection,
  store: string | undefined,
  steps: readonly GatherStep[],
): Promise<{ readonly replies: readonly unknown[]; readonly now: number }> {
  const used = [...new Set(steps.map(([, key]) => key))]
  const places = new Map(used.map((key, i) => [key, i + 4]))
  const plan = steps.map(([name, key, ...rest]) => [name, places.get(key), ...rest])
  const { reply } = await run(redis, gatherScript, {
    keys: [keys.meta, keys.alarm, keys.proc, ...used],
    args: ['reading', store ?? '', JSON.stringify(plan)],
    timeoutMs: longMs,
  })
  const [status, time, ...replies] = list(reply, 'a gathering')
  if (status === 'alarm') throw storeAlarm(String(time))
  if (status === 'none') throw storeMissing(settings.namespace)
  if (status !== 'ok') throw storeUnsuitable('another store stands in its place')
  return { replies: steps.map((_, i) => replies[i] ?? null), now: redisMs(time) }
}

/** As `gatherAt`, where the time does not matter. */
export async function gather(...given: Parameters<typeof gatherAt>): Promise<readonly unknown[]> {
  return (await gatherAt(...given)).replies
}

/** A reply that is a list of texts. */
export function texts(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.map(String) : []
}
