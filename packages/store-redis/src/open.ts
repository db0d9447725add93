import { randomBytes } from 'node:crypto'
import { newTag, warn } from '@trilatch/core'
import { makeStore } from './administration.ts'
import { longMs, pageBytes, waitMsOf } from './connection.ts'
import type { Connection } from './connection.ts'
import { garbled } from './garbled.ts'
import { schemaVersion } from './keys.ts'
import { positionText } from './position.ts'
import type { Position } from './position.ts'
import { redisMs } from './redis-time.ts'
import { recordsOf } from './read-reply.ts'
import type { Records } from './read-reply.ts'
import { openScript } from './scripts/load.ts'
import { list, run } from './scripts/script.ts'
import { checkHead } from './trail-end.ts'
import { storeAlarm, storeMissing, storeUnsuitable } from './trouble.ts'

/** What is wanted with the beginning of a store, by those who serve what they read here. */
export interface Wanted {
  readonly subjects: readonly string[]
  /** How many have to confirm it. */
  readonly replicas: number
  /** When it is asked for, by the monotonic clock. */
  readonly sentAt: number
  /** Ids of roles whose documents are wanted, and with them what applications have published. */
  readonly roles: readonly string[] | undefined
}

const nothingElse: Wanted = { subjects: [], replicas: 0, sentAt: -Infinity, roles: undefined }

/** The beginning of a store, all of one instant. */
export interface Opened {
  readonly store: string
  /** Where its log ends. */
  readonly head: Position
  readonly version: string
  /** The entry of the log that made the policy. */
  readonly position: string
  readonly mappings: string
  readonly administrators: string
  readonly records: Records
  /** The time of Redis, in milliseconds. */
  readonly now: number
  /** Replicas that have confirmed the heartbeat. */
  readonly confirmed: number
  /** What came with the roles that were wanted, as the script has given it. */
  readonly more: unknown
}

/**
 * Reads how a store begins, and makes it where that is wanted.
 *
 * @param pinned The store that this process has used before; then none is made, and no other is taken.
 * @throws TrilatchError `TRILATCH_STORE_MISSING`, `TRILATCH_STORE_UNSUITABLE`, `TRILATCH_STORE_ALARM`; GarbledError
 */
export async function openStore(
  connection: Connection,
  pinned: string | undefined,
  wanted: Wanted = nothingElse,
): Promise<Opened> {
  const { seal, settings } = connection
  let [opened, confirmed] = await ask(connection, wanted)
  if (opened[0] === 'none' && settings.create && pinned === undefined) {
    await makeStore(connection, { storeId: randomBytes(16).toString('hex'), tag: newTag(), actor: 'create' })
    ;[opened, confirmed] = await ask(connection, wanted)
  }
  const [
    status,
    schema,
    store,
    seals,
    id,
    tag,
    version,
    mappings,
    memory,
    replication,
    at,
    records,
    time,
    administrators,
    more,
    trail,
  ] = opened
  if (status === 'alarm') throw storeAlarm(String(schema))
  if (status === 'none') throw storeMissing(settings.namespace)
  if (schema !== schemaVersion) throw storeUnsuitable(`its schema is ${String(schema)}, not ${schemaVersion}`)
  if (seals !== seal.id)
    throw storeUnsuitable('it was made with another `hmacKey`, or with one where this process has none')
  checkHead(connection, trail ?? '')
  checkMemory(String(memory))
  if (pinned === undefined) {
    adviseMemory(String(memory))
    adviseReplicas(connection, String(replication))
    adviseEncryption(connection)
  }
  const texts = [store, id, tag, version, mappings, administrators]
  if (!texts.every((text) => typeof text === 'string')) throw garbled('the beginning of the store')
  const [storeId, headId, headTag, policyVersion, mappingsText, administratorsText] = texts as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const now = redisMs(time)
  if (pinned !== undefined && pinned !== storeId) throw new Error('The store changed while it was read')
  return {
    store: storeId,
    head: { id: headId, tag: headTag },
    version: policyVersion,
    position: positionText({ id: typeof at === 'string' ? at : '-', tag: policyVersion }),
    mappings: mappingsText,
    administrators: administratorsText,
    records: recordsOf(seal, records, wanted.subjects, { sentAt: wanted.sentAt, redisNow: now }),
    now,
    confirmed,
    more,
  }
}

async function ask(
  { redis, keys, settings }: Connection,
  { subjects, replicas, roles }: Wanted,
): Promise<[readonly unknown[], number]> {
  const { reply, confirmed } = await run(redis, openScript, {
    keys: [
      keys.meta,
      keys.alarm,
      keys.log,
      keys.policy,
      keys.proc,
      keys.catalogue,
      keys.roles,
      ...subjects.map((id) => keys.subject(id)),
    ],
    args: ['starting', roles === undefined ? '' : JSON.stringify(roles), String(pageBytes)],
    timeoutMs: longMs,
    replicas,
    waitMs: waitMsOf(settings),
  })
  return [list(reply, 'the opening of a store'), confirmed]
}

/** A store whose values may be evicted loses suspensions without anybody noticing. */
function checkMemory(info: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1]
  if (policy === undefined)
    throw storeUnsuitable(
      'Redis does not tell its `maxmemory-policy`, so nobody knows whether it throws rights away. Allow the user of the connection INFO (`+info`).',
    )
  if (policy.startsWith('allkeys-'))
    throw storeUnsuitable(
      `Redis has \`maxmemory-policy ${policy}\`, which throws rights and suspensions away when memory is short. Set \`noeviction\`.`,
    )
}

/** What expires is not needed for decisions, but limits of the sign-in are counted there. */
function adviseMemory(info: string): void {
  const policy = /^maxmemory_policy:(volatile-\S+)/m.exec(info)?.[1]
  if (policy === undefined) return
  warn(
    'TRILATCH_REDIS_EVICTS',
    `Redis has \`maxmemory-policy ${policy}\`: when memory is short, it throws away what limits how often somebody may try to sign in. Set \`noeviction\`.`,
  )
}

function adviseEncryption({ redis: { plainHost } }: Connection): void {
  if (plainHost === undefined) return
  warn(
    'TRILATCH_REDIS_PLAIN',
    `The client talks to Redis on ${JSON.stringify(plainHost)} without TLS: whoever is on the way can read and change who may do what. Use \`rediss://\`, or the option \`tls\` of the client.`,
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
