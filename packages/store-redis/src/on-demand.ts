import type { LeanPolicy, LeanView, OnDemandStore, StoredRole, StoreView } from '@trilatch/core'
import { longMs, pageBytes } from './connection.ts'
import type { Connection } from './connection.ts'
import { inheriting } from './first-reading.ts'
import type { FirstReading } from './first-reading.ts'
import { GarbledError, garbled } from './garbled.ts'
import { texts } from './gather.ts'
import { pairs } from './pairs.ts'
import type { Reader } from './reader.ts'
import { rolesScript } from './scripts/roles.ts'
import { list, run } from './scripts/script.ts'
import { storeAlarm } from './trouble.ts'

/** How long a bundle is kept, in milliseconds: never longer because it is used, and not all end at once. */
const [leastMs, mostMs] = [600_000, 1_200_000]
/** Stands for what is there and is no bundle; nobody believes it. */
const unreadable = 'unreadable'
/** How many calls the roles of one subject may take. */
const maxCalls = 64

/**
 * What a process without the policy asks Redis for. Its reader proves the same position by the same reads, and holds
 * the same lease, as that of a process with the policy.
 */
export function createOnDemand(
  connection: Connection,
  first: FirstReading,
  reader: () => Reader,
  touch: () => void,
): OnDemandStore {
  const { redis, keys, seal, settings, counters } = connection
  const { deadlineMs } = settings

  async function bundle(key: string): Promise<unknown> {
    const name = keys.bundle(key)
    try {
      const { reply } = await redis.send(['GET', name], { key: name, timeoutMs: deadlineMs })
      if (reply === null) return null
      return seal.open('bundle', key, reply).data ?? unreadable
    } catch (error) {
      const otherType = error instanceof Error && error.message.includes('WRONGTYPE')
      if (!otherType && !(error instanceof GarbledError)) throw error
      counters.garbled++
      return unreadable
    }
  }

  async function putBundle(key: string, content: unknown): Promise<void> {
    const [name, text] = [keys.bundle(key), seal.seal('bundle', key, key, content)]
    const ms = String(Math.floor(leastMs + Math.random() * (mostMs - leastMs)))
    await redis.send(['SET', name, text, 'PX', ms], { key: name, timeoutMs: longMs })
  }

  async function roles(
    { position = '' }: LeanPolicy,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, StoredRole> | undefined> {
    const found: unknown[] = []
    const seen = new Set<string>()
    let wanted = ids
    for (let calls = 0; calls < maxCalls && wanted.length > 0; calls++) {
      const { reply } = await run(redis, rolesScript, {
        keys: [keys.meta, keys.alarm, keys.policy, keys.roles, keys.proc],
        args: ['asking', reader().held?.store ?? '', position, JSON.stringify(wanted), String(pageBytes)],
        timeoutMs: deadlineMs,
      })
      const [status, documents, left] = list(reply, 'the roles of a subject')
      if (status === 'alarm') throw storeAlarm(String(documents))
      if (status === 'moved') {
        // What is held is of another policy: as after a write of one's own, the next view has to be read.
        reader().ownWriteEnded()
        return undefined
      }
      if (status !== 'ok') throw garbled('the roles of a subject')
      for (const [id, text] of pairs(documents)) {
        seen.add(id)
        found.push(id, text)
      }
      wanted = [...new Set(texts(left))].filter((id) => !seen.has(id))
    }
    if (wanted.length > 0) throw new Error('The roles of a subject take too many calls')
    return inheriting(seal, found)
  }

  return {
    open: async (ids) => {
      touch()
      if (reader().held !== undefined) return undefined
      first.want(ids)
      try {
        await reader().view(null)
      } catch (error) {
        first.take(seal, ids)
        throw error
      }
      return first.take(seal, ids)
    },
    view: (subject) => {
      touch()
      return leanOf(reader().view(subject))
    },
    reread: (subject) => {
      touch()
      return leanOf(reader().reread(subject))
    },
    bundle,
    putBundle,
    roles,
  }
}

/** A view of a reader that holds no roles; it has the list of administrator roles instead. */
function leanOf(view: StoreView | Promise<StoreView>): LeanView | Promise<LeanView> {
  const checked = (found: StoreView): LeanView => {
    if (found.policy.administrators === undefined) throw garbled('the list of administrator roles')
    return found as LeanView
  }
  return view instanceof Promise ? view.then(checked) : checked(view)
}
