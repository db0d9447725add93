import { randomBytes } from 'node:crypto'
import { newTag, warn } from '@trilatch/core'
import type { StoredPolicy } from '@trilatch/core'
import { makeStore } from './administration.ts'
import { Building } from './building.ts'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { garbled } from './garbled.ts'
import { schemaVersion } from './keys.ts'
import { loadedPolicy } from './policy-image.ts'
import type { Position } from './position.ts'
import { openScript, pageScript } from './scripts/load.ts'
import { list, run } from './scripts/script.ts'
import { storeAlarm, storeMissing, storeUnsuitable } from './trouble.ts'

/** About as many bytes as one reply may have. */
export const pageBytes = 262_144

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
  const { keys, seal, settings, counters } = connection
  counters.loads++
  let opened = await open(connection)
  if (opened[0] === 'none' && settings.create && pinned === undefined) {
    await makeStore(connection, { storeId: randomBytes(16).toString('hex'), tag: newTag(), actor: 'create' })
    opened = await open(connection)
  }
  const [status, schema, store, seals, id, tag, version, mappings, memory, replication] = opened
  if (status === 'alarm') throw storeAlarm(String(schema))
  if (status === 'none') throw storeMissing(settings.namespace)
  if (schema !== schemaVersion) throw storeUnsuitable(`its schema is ${String(schema)}, not ${schemaVersion}`)
  if (seals !== seal.id)
    throw storeUnsuitable('it was made with another `hmacKey`, or with one where this process has none')
  checkMemory(String(memory))
  if (pinned === undefined) adviseReplicas(connection, String(replication))
  const texts = [store, id, tag, version, mappings]
  if (!texts.every((text) => typeof text === 'string')) throw garbled('the beginning of the store')
  const [storeId, headId, headTag, policyVersion, mappingsText] = texts as [
    string,
    string,
    string,
    string,
    string,
  ]

  const position = { id: headId, tag: headTag }
  const heads: Position[] = []
  const roles = new Map<string, string | null>()
  let from: string | undefined = '-'
  while (from !== undefined) {
    const keysOf = [keys.meta, keys.alarm, keys.log, keys.roleIds, keys.roles, keys.proc] as const
    const args = ['loading', storeId, from, String(pageBytes)]
    const { reply } = await run(connection.redis, pageScript, { keys: keysOf, args, timeoutMs: longMs })
    const [ended, pageHead, pageTag, following, documents] = list(reply, 'a page of roles')
    if (ended !== 'ok') throw new Error('The store changed while it was read')
    heads.push({ id: String(pageHead), tag: String(pageTag) })
    for (const [role, text] of pairs(documents)) roles.set(role, text)
    from = typeof following === 'string' ? `(${following}` : undefined
  }
  const whole = { version: policyVersion, roles, mappings: mappingsText }
  const policy = loadedPolicy(seal, before, whole)
  return new Building(seal, { store: storeId, position, policy }, '*', heads)
}

async function open({ redis, keys }: Connection): Promise<readonly unknown[]> {
  const keysOf = [keys.meta, keys.alarm, keys.log, keys.policy, keys.proc] as const
  const { reply } = await run(redis, openScript, { keys: keysOf, args: ['starting'], timeoutMs: longMs })
  return list(reply, 'the opening of a store')
}

/** A list of names and texts in turn, as pairs. @throws GarbledError */
export function pairs(flat: unknown): readonly (readonly [string, string | null])[] {
  const found: [string, string | null][] = []
  const items = list(flat, 'a list of documents')
  for (let i = 0; i < items.length; i += 2) {
    const [name, text] = [items[i], items[i + 1] ?? null]
    if (typeof name !== 'string' || (text !== null && typeof text !== 'string')) throw garbled('a document')
    found.push([name, text])
  }
  return found
}

/** A store whose values may be evicted loses suspensions without anybody noticing. */
function checkMemory(info: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1]
  if (policy?.startsWith('allkeys-') === true)
    throw storeUnsuitable(
      `Redis has \`maxmemory-policy ${policy}\`, which throws rights and suspensions away when memory is short. Set \`noeviction\`.`,
    )
}

function adviseReplicas({ settings }: Connection, info: string): void {
  const replicas = Number(/^connected_slaves:(\d+)/m.exec(info)?.[1] ?? 0)
  if (settings.requireReplicas > 0 || replicas === 0) return
  warn(
    'TRILATCH_REPLICAS_OPTIONAL',
    'Redis has replicas and the store does not wait for them: a failover can lose writes that were confirmed, and in a split brain revocations may be late. Set `requireReplicas: 1`.',
  )
}
