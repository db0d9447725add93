import { entryId, firstRun, newTag } from '@trilatch/core'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { run } from './scripts/script.ts'
import { beginScript } from './scripts/vault.ts'

/** Marks a store that was just made as one whose first administrator may be offered. */
export async function openFirstRun({ redis, keys, seal }: Connection): Promise<void> {
  const id = entryId(firstRun)
  await run(redis, beginScript, {
    keys: [keys.meta, keys.alarm, keys.proc, keys.entry(id)],
    args: ['making', '', seal.seal('entry', id, newTag(), 'open')],
    timeoutMs: longMs,
  })
}
