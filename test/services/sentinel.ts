import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from './address.ts'
import { freePort } from './ports.ts'
import { configText, quoted } from './redis-config.ts'
import { RedisServer, startRedis, startSomewhere } from './redis.ts'
import type { RedisOptions } from './redis.ts'
import { startReplica } from './replica.ts'
import { startTogether, stopTogether } from './together.ts'
import { until } from './until.ts'

export interface SentinelOptions extends Omit<RedisOptions, 'listen'> {
  /** Default 1. */
  readonly replicas?: number
  /** Default 3. */
  readonly sentinels?: number
  /** How long a server is silent before it is taken for dead. Default 2,000: less, and a busy machine looks dead. */
  readonly downAfterMs?: number
}

/** A primary and its replicas, watched over by Sentinels that make a replica the primary when that is gone. */
export interface SentinelGroup {
  /** What the Sentinels call the group. */
  readonly name: string
  /** Where clients find the Sentinels. */
  readonly addresses: readonly Address[]
  readonly sentinels: readonly RedisServer[]
  /** The servers with data, the first primary first. */
  readonly servers: readonly RedisServer[]
  /** The server that the first running Sentinel names. */
  readonly primary: () => Promise<RedisServer>
  /** Resolves with the new primary when all running Sentinels name another one than that, and it is one. */
  readonly failedOver: (from: RedisServer) => Promise<RedisServer>
  readonly stop: () => Promise<void>
}

const group = 'trilatch'

/** Starts them all; resolves when every Sentinel knows the others and the replicas, so that a failover is possible. */
export async function startSentinel({
  replicas = 1,
  sentinels = 3,
  downAfterMs = 2000,
  ...options
}: SentinelOptions = {}): Promise<SentinelGroup> {
  const primary = await startRedis(options)
  const servers = [primary]
  const watchers: RedisServer[] = []
  const stop = (): Promise<void> => stopTogether([...watchers, ...servers])
  try {
    const copies = Array.from({ length: replicas }, () => () => startReplica(primary, options))
    const watching = Array.from(
      { length: sentinels },
      () => () => startWatcher(primary, sentinels, downAfterMs),
    )
    servers.push(...(await startTogether(copies)))
    watchers.push(...(await startTogether(watching)))
    await Promise.all(watchers.map((watcher) => knowsAll(watcher, replicas, sentinels)))
  } catch (error) {
    await stop()
    throw error
  }
  const running = (): RedisServer[] => watchers.filter(({ isRunning }) => isRunning)
  const named = async (watcher: RedisServer): Promise<RedisServer | undefined> => {
    const [, port] = (await watcher.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', group)) as [string, string]
    return servers.find((server) => String(server.port) === port)
  }
  return {
    name: group,
    addresses: watchers.map(({ host, port }) => ({ host, port })),
    sentinels: watchers,
    servers,
    primary: () =>
      until('a Sentinel to name the primary', () => Promise.any(running().map((watcher) => named(watcher)))),
    failedOver: (from) =>
      until(
        `the Sentinels to name another primary than ${from.name}`,
        async () => {
          const [first, ...others] = await Promise.all(running().map(named))
          if (first === undefined || first === from || others.some((other) => other !== first))
            return undefined
          return (await first.info('replication')).get('role') === 'master' ? first : undefined
        },
        { withinMs: 60_000, everyMs: 50, detail: () => running()[0]?.endOfLog() ?? '\nNo Sentinel runs.' },
      ),
    stop,
  }
}

function startWatcher(primary: RedisServer, sentinels: number, downAfterMs: number): Promise<RedisServer> {
  return startSomewhere('sentinel', freePort, ({ folder, port }) => {
    const quorum = Math.floor(sentinels / 2) + 1
    const text = configText({
      port,
      bind: '127.0.0.1',
      dir: quoted(folder),
      sentinel: [
        `monitor ${group} ${primary.host} ${primary.port} ${quorum}`,
        `down-after-milliseconds ${group} ${downAfterMs}`,
        `failover-timeout ${group} 5000`,
        ...(primary.password === undefined ? [] : [`auth-pass ${group} ${quoted(primary.password)}`]),
      ],
    })
    // Sentinel writes what it learns into it.
    writeFileSync(join(folder, 'redis.conf'), text)
    return new RedisServer({ folder, port, isSentinel: true })
  })
}

async function knowsAll(watcher: RedisServer, replicas: number, sentinels: number): Promise<void> {
  await until(
    `the Sentinel at ${watcher.port} to know ${replicas} replicas and ${sentinels - 1} other Sentinels`,
    async () => {
      const reply = (await watcher.command('SENTINEL', 'MASTER', group)) as string[]
      const field = (name: string): string | undefined => reply[reply.indexOf(name) + 1]
      return (
        field('flags') === 'master' &&
        Number(field('num-slaves')) === replicas &&
        Number(field('num-other-sentinels')) === sentinels - 1
      )
    },
    { withinMs: 60_000, detail: watcher.endOfLog },
  )
}
