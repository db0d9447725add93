import { checkTtl, entryId, valueText } from '@trilatch/core'
import type { Change } from '@trilatch/core'
import type { Connection } from './connection.ts'
import type { PlannedWrite } from './planned-write.ts'

/** Turns what a change does with entries into commands. @throws TypeError for an entry that cannot be one */
export function planEntries(
  { keys, seal }: Connection,
  write: PlannedWrite,
  { operations, tag }: Change,
): void {
  for (const operation of operations) {
    if (operation.kind !== 'put-entry' && operation.kind !== 'remove-entry') continue
    const id = entryId(operation.entry)
    if (operation.kind === 'remove-entry') {
      write.does('s', 'DEL', keys.entry(id))
      continue
    }
    const { value, ttlMs } = operation.entry
    valueText(operation.entry)
    const expiry = ttlMs === undefined ? [] : ['PX', String(checkTtl(ttlMs))]
    write.does('s', 'SET', keys.entry(id), seal.seal('entry', id, tag, value), ...expiry)
  }
}
