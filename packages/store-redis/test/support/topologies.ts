// Replicas, Sentinel and Cluster of private servers. To be replaced by test/services when that exists.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, redisCommand, startRedis } from './redis-server.ts'
import type { RedisServer } from './redis-server.ts'
import { until } from './until.ts'

const fast = ['--repl-diskless-sync-delay', '0']

export interface Replicated {
  readonly primary: RedisServer
  readonly replica: RedisServer
  stop(): Promise<void>
}

/** A primary with one replica that follows it. */
export async function startReplicated(): Promise<Replicated> {
  const primary = await startRedis(...fast)
  const replica = await startRedis(...fast, '--replicaof', `127.0.0.1 ${primary.port}`)
  await until(
    'the replica follows, and confirms',
    async () =>
      (await primary.command('INFO', 'replication')).includes('state=online') &&
      (await primary.command('WAIT', '1', '100')).includes(':1'),
    10_000,
  )
  return {
    primary,
    replica,
    stop: async () => {
      await replica.stop()
      await primary.stop()
    },
  }
}

export interface Sentinels extends Replicated {
  readonly ports: readonly number[]
}

/** Three Sentinels that watch a primary with one replica under the name `mymaster`. */
export async function startSentinels(): Promise<Sentinels> {
  const replicated = await startReplicated()
  const folder = await mkdtemp(join(tmpdir(), 'trilatch-sentinel-'))
  const ports = await Promise.all([freePort(), freePort(), freePort()])
  const children = await Promise.all(
    ports.map(async (port) => {
      const file = join(folder, `${port}.conf`)
      await writeFile(
        file,
        `port ${port}
bind 127.0.0.1
dir ${folder}
sentinel monitor mymaster 127.0.0.1 ${replicated.primary.port} 2
sentinel down-after-milliseconds mymaster 1000
sentinel failover-timeout mymaster 5000
`,
      )
      return spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' })
    }),
  )
  const [first] = ports
  await until(
    'the Sentinels know each other',
    async () => {
      const text = await redisCommand(first, ['SENTINEL', 'MASTER', 'mymaster']).catch(() => '')
      return /num-slaves\r\n\$1\r\n1/.test(text) && /num-other-sentinels\r\n\$1\r\n2/.test(text)
    },
    20_000,
  )
  return {
    ...replicated,
    ports,
    stop: async () => {
      for (const child of children) child.kill('SIGKILL')
      await replicated.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface Cluster {
  readonly nodes: readonly RedisServer[]
  stop(): Promise<void>
}

/** A Cluster of three primaries. */
export async function startCluster(): Promise<Cluster> {
  const nodes = await Promise.all(
    [0, 1, 2].map(async (i) =>
      startRedis(
        '--cluster-enabled',
        'yes',
        '--cluster-config-file',
        `nodes-${i}.conf`,
        '--cluster-node-timeout',
        '2000',
        '--cluster-port',
        String(await freePort()),
      ),
    ),
  )
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`)
  await promisify(execFile)('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], {
    timeout: 30_000,
  })
  await until(
    'the Cluster is well',
    async () => {
      const states = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'INFO')))
      return states.every((state) => state.includes('cluster_state:ok'))
    },
    20_000,
  )
  return {
    nodes,
    stop: async () => {
      for (const node of nodes) await node.stop()
    },
  }
}
