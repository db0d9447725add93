import type { StoredPolicy } from '@trilatch/core'
import { Building } from './building.ts'
import { longMs, pageBytes } from './connection.ts'
import type { Connection } from './connection.ts'
import { openStore } from './open.ts'
import { pairs } from './pairs.ts'
import { loadedPolicy } from './policy-image.ts'
import type { Position } from './position.ts'
import { pageScript } from './scripts/load.ts'
import { list, run } from './scripts/script.ts'

/**
 * Reads a whole store: first where its log ends, then the roles in pages. What changed meanwhile comes with the
 * reads after it.
 *
 * @param pinned The store that this process has used before; then none is made.
 * @param before The policy it held, whose unchanged roles stay the same objects.
 * @throws TrilatchError `TRILATCH_STORE_MISSING`, `TRILATCH_STORE_UNSUITABLE`, `TRILATCH_STORE_ALARM`; GarbledError
 */
export async function load(
  connection: Connection,
  pinned: string | undefined,
  before: StoredPolicy | undefined,
): Promise<Building> {
  const { keys, seal, counters } = connection
  counters.loads++
  const { store, head, version, position, mappings } = await openStore(connection, pinned)

  const heads: Position[] = []
  const roles = new Map<string, string | null>()
  let from: string | undefined = '-'
  while (from !== undefined) {
    const keysOf = [keys.meta, keys.alarm, keys.log, keys.roleIds, keys.roles, keys.proc] as const
    const args = ['loading', store, from, String(pageBytes)]
    const { reply } = await run(connection.redis, pageScript, { keys: keysOf, args, timeoutMs: longMs })
    const [ended, pageHead, pageTag, following, documents] = list(reply, 'a page of roles')
    if (ended !== 'ok') throw new Error('The store changed while it was read')
    heads.push({ id: String(pageHead), tag: String(pageTag) })
    for (const [role, text] of pairs(documents)) roles.set(role, text)
    from = typeof following === 'string' ? `(${following}` : undefined
  }
  const whole = { version, position, roles, mappings }
  const policy = loadedPolicy(seal, before, whole)
  return new Building(seal, { store, position: head, policy }, '*', heads)
}
