import { checkCountBy, checkTtl, entryId, newTag, valueText } from '@trilatch/core'
import type { Vault, VaultEntry } from '@trilatch/core'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { frozen } from './documents.ts'
import { garbled } from './garbled.ts'
import { gather } from './gather.ts'
import { list, run } from './scripts/script.ts'
import type { Script } from './scripts/script.ts'
import { countScript, forgetScript, putScript, replaceScript, takeScript } from './scripts/vault.ts'
import type { Turns } from './turns.ts'
import { storeAlarm, storeMissing, storeUnsuitable } from './trouble.ts'

/** @param store The store that this process has pinned. */
export function createVault(connection: Connection, turns: Turns, store: () => string | undefined): Vault {
  const { redis, keys, seal, settings } = connection
  const open = (id: string, stored: unknown): VaultEntry | null => {
    if (stored === null || stored === undefined) return null
    const { tag, data } = seal.open('entry', id, stored)
    return Object.freeze({ value: frozen(data), version: tag })
  }
  const step = async (
    script: Script,
    key: string,
    ...args: readonly string[]
  ): Promise<readonly unknown[]> => {
    const { reply } = await turns.take(() =>
      run(redis, script, {
        keys: [keys.meta, keys.alarm, keys.proc, key],
        args: ['keeping', store() ?? '', ...args],
        timeoutMs: longMs,
      }),
    )
    const [status, ...rest] = list(reply, 'a step with what sign-in keeps')
    if (status === 'alarm') throw storeAlarm(String(rest[0]))
    if (status === 'none') throw storeMissing(settings.namespace)
    if (status !== 'ok') throw storeUnsuitable('another store stands in its place')
    return rest
  }
  const sealed = (id: string, document: { readonly value: unknown }): string => {
    valueText(document)
    return seal.seal('entry', id, newTag(), document.value)
  }

  return {
    get: async (place) => {
      const id = entryId(place)
      const [found] = await turns.take(() => gather(connection, store(), [['GET', keys.entry(id)]]))
      return open(id, found)
    },
    put: async (document) => {
      const id = entryId(document)
      await step(putScript, keys.entry(id), sealed(id, document), String(checkTtl(document.ttlMs)))
    },
    replace: async (document, seen) => {
      const id = entryId(document)
      const [replaced] = await step(replaceScript, keys.entry(id), sealed(id, document), seen.version)
      return replaced === 1
    },
    take: async (place) => {
      const id = entryId(place)
      const [found] = await step(takeScript, keys.entry(id))
      return open(id, found)
    },
    count: async (place, by, { ttlMs, restart = false }) => {
      const id = entryId(place)
      const args = [String(checkCountBy(by)), String(checkTtl(ttlMs)), restart ? '1' : '0']
      const [count, remainingMs] = (await step(countScript, keys.count(id), ...args)).map(Number)
      if (!Number.isSafeInteger(count) || !Number.isSafeInteger(remainingMs))
        throw garbled(`count ${JSON.stringify(id)}`)
      return { count: count as number, remainingMs: remainingMs as number }
    },
    forget: async (place) => {
      await step(forgetScript, keys.count(entryId(place)))
    },
  }
}
