import { randomBytes } from 'node:crypto'
import { createAuditChain } from '@trilatch/core'
import type { Store, StoreHealth } from '@trilatch/core'
import { createRegistry } from './applications.ts'
import { recogniseClient } from './client/recognise.ts'
import { LimitedRedis } from './client/limited.ts'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { newCounters } from './counters.ts'
import { healthOf } from './health.ts'
import { Keys } from './keys.ts'
import type { KnownWrites } from './known-writes.ts'
import { Lean } from './lean.ts'
import { createLists } from './lists.ts'
import { Notices } from './notices.ts'
import { readOptions } from './options.ts'
import type { RedisStoreOptions } from './options.ts'
import { Reader } from './reader.ts'
import { Renewal } from './renewal.ts'
import { createSeal } from './seal.ts'
import { touchGroups } from './touch-groups.ts'
import { createTrailReads } from './trail-reads.ts'
import { Turns } from './turns.ts'
import { createVault } from './vault.ts'
import { Writer } from './writer.ts'

/** How long a start may take, in milliseconds. */
const startMs = 30_000
/** How often a process without notices asks for changes while there is traffic, in milliseconds. */
const pollMs = 100
/** How often a process with notices reads when each access reads anyway, in milliseconds. */
const heartbeatMs = 3_000

/** A store in Redis. */
export interface RedisStore extends Store {
  reread: NonNullable<Store['reread']>
  health(): StoreHealth
}

/**
 * Keeps roles, assignments, users and the audit trail in Redis, for many processes. What it promises is in
 * docs/consistency.md; the client stays its owner's to connect and to close.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` for a client or an option that is not what is expected. `ready()` of
 * the store rejects with `TRILATCH_STORE_MISSING`, `TRILATCH_STORE_UNSUITABLE` or `TRILATCH_STORE_ALARM`.
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  const settings = readOptions(options)
  const { clock, namespace, maxStalenessMs, notices: wantsNotices } = settings
  const port = recogniseClient(options.client)
  const keys = new Keys(namespace, randomBytes(8).toString('hex'))
  const counters = newCounters()
  const redis = new LimitedRedis(port, clock, counters)
  const seal = createSeal(settings.hmacKey)
  const chain = createAuditChain(settings.auditKeys)
  const connection: Connection = { redis, keys, seal, chain, clock, settings, counters }

  const reader = new Reader(connection)
  const notices = wantsNotices
    ? new Notices(
        port,
        clock,
        keys.log,
        () => reader.refresh(),
        () => ({
          loads: connection.counters.loads,
          position: reader.held?.position.id,
          answered: reader.trouble === undefined,
        }),
      )
    : undefined
  const busyMs = (heard: Notices | undefined): number => {
    const third = maxStalenessMs === 0 ? heartbeatMs : maxStalenessMs / 3
    return heard?.listening === true ? third : Math.min(third, pollMs)
  }
  const renewal = new Renewal(
    clock,
    () => busyMs(notices),
    () => reader.refresh(),
  )
  const lean = new Lean(connection, port, busyMs)
  const turns = new Turns(clock, longMs)
  const lists = createLists(connection, turns, () => reader.held?.store)
  const registry = createRegistry(connection, () => reader.held?.store)
  const pinned = async (): Promise<string> => {
    if (reader.held === undefined) await reader.ask(null, startMs)
    return reader.held?.store ?? ''
  }
  const known: Pick<KnownWrites, 'made'> = {
    made: (...write) => {
      reader.known.made(...write)
      lean.made(...write)
    },
  }
  const writer = new Writer(connection, known, pinned, () => {
    reader.ownWriteEnded()
    lean.ownWriteEnded()
  })
  let started = false
  let closed = false
  const start = (): void => {
    if (started || closed) return
    started = true
    notices?.start()
  }

  return {
    deadlineMs: settings.deadlineMs,
    ready: async () => {
      start()
      await reader.ask(null, startMs)
      renewal.touch()
    },
    view: (subject) => {
      start()
      if (!closed) renewal.touch()
      return reader.view(subject)
    },
    reread: (subject) => {
      start()
      if (!closed) renewal.touch()
      return reader.reread(subject)
    },
    write: (change) => {
      start()
      return writer.write(change)
    },
    touchGroups: async (touched) => {
      start()
      try {
        const id = await pinned()
        // A whole directory may be confirmed at once.
        return await turns.take(() => touchGroups(connection, id, touched))
      } finally {
        reader.forget(touched.subject)
      }
    },
    ...lists,
    ...createTrailReads(connection, () => reader.held?.store),
    ...registry,
    onDemand: lean.onDemand,
    vault: createVault(connection, turns, () => reader.held?.store),
    // A process that holds no policy is as well as what it does hold.
    health: () =>
      lean.reader === undefined || started
        ? healthOf(connection, reader, notices)
        : healthOf(lean.connection, lean.reader, lean.notices),
    close: async () => {
      closed = true
      renewal.stop()
      notices?.close()
      lean.close()
      reader.close()
    },
  }
}
