import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Address } from './address.ts'
import { startRedis } from './redis.ts'
import type { RedisOptions, RedisServer } from './redis.ts'
import { startTogether, stopTogether } from './together.ts'
import { until } from './until.ts'

export interface ClusterOptions extends Pick<RedisOptions, 'config' | 'users'> {
  /** How many nodes share the slots, at least 3. Default 3. */
  readonly primaries?: number
  /** How many replicas each of them has. Default 0. */
  readonly replicasEach?: number
}

/** A Redis Cluster: nodes that share the 16,384 slots of keys. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  /** Where clients find the nodes. */
  readonly addresses: readonly Address[]
  /** The node that keeps a key: the primary of its slot. */
  readonly nodeOf: (key: string) => Promise<RedisServer>
  readonly stop: () => Promise<void>
}

/** Starts a real cluster; resolves when every node says that it is complete and all replicas follow. */
export async function startCluster({
  primaries = 3,
  replicasEach = 0,
  users = {},
  config = {},
}: ClusterOptions = {}): Promise<RedisCluster> {
  const directives = {
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': 2000,
    ...config,
  }
  const start = (): Promise<RedisServer> => startRedis({ users, config: directives })
  const nodes = await startTogether(Array.from({ length: primaries * (1 + replicasEach) }, () => start))
  try {
    await join(nodes, replicasEach)
    await Promise.all(nodes.map(isComplete))
    await allFollow(nodes, primaries)
  } catch (error) {
    await stopTogether(nodes)
    throw error
  }
  return {
    nodes,
    addresses: nodes.map(({ host, port }) => ({ host, port })),
    nodeOf: (key) => nodeOf(nodes, key),
    stop: () => stopTogether(nodes),
  }
}

async function join(nodes: readonly RedisServer[], replicasEach: number): Promise<void> {
  const addresses = nodes.map(({ host, port }) => `${host}:${port}`)
  const replicas = replicasEach === 0 ? [] : ['--cluster-replicas', String(replicasEach)]
  const args = ['--cluster', 'create', ...addresses, ...replicas, '--cluster-yes']
  try {
    await promisify(execFile)('redis-cli', args, { timeout: 60_000 })
  } catch (error) {
    const { stdout = '', message } = error as Error & { stdout?: string }
    const said = `${stdout}${nodes[0]?.endOfLog() ?? ''}`
    throw new Error(`redis-cli could not make a cluster: ${message}\n${said}`, { cause: error })
  }
}

async function isComplete(node: RedisServer): Promise<void> {
  await until(
    `${node.name} to say that its cluster is complete`,
    async () => String(await node.command('CLUSTER', 'INFO')).includes('cluster_state:ok'),
    { detail: node.endOfLog },
  )
}

/** The nodes as one of them sees them: lines of `id ip:port@bus flags primary … first-last`. */
async function nodeLines(node: RedisServer): Promise<string[][]> {
  const text = String(await node.command('CLUSTER', 'NODES')).trimEnd()
  return text.split('\n').map((line) => line.split(' '))
}

/** Replicas still call themselves primaries for about a second after a cluster was made. */
async function allFollow(nodes: readonly RedisServer[], primaries: number): Promise<void> {
  const roles = (): Promise<(string | undefined)[]> =>
    Promise.all(
      nodes.map(async (node) => {
        const replication = await node.info('replication')
        return replication.get('role') === 'master' ? 'primary' : replication.get('master_link_status')
      }),
    )
  await until('the replicas of the cluster to follow', async () => {
    const seen = await roles()
    return (
      seen.filter((role) => role === 'primary').length === primaries &&
      seen.filter((role) => role === 'up').length === nodes.length - primaries
    )
  })
}

async function nodeOf(nodes: readonly RedisServer[], key: string): Promise<RedisServer> {
  const asked = nodes.find(({ isRunning }) => isRunning)
  if (asked === undefined) throw new Error('no node of the cluster runs')
  const slot = Number(await asked.command('CLUSTER', 'KEYSLOT', key))
  const holds = (range: string): boolean => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number)
    return first <= slot && slot <= last
  }
  for (const [, address = '', flags = '', , , , , , ...slots] of await nodeLines(asked)) {
    const found = nodes.find(({ host, port }) => address.startsWith(`${host}:${port}@`))
    if (found !== undefined && flags.includes('master') && slots.some(holds)) return found
  }
  throw new Error(`no node of the cluster keeps the slot ${slot} of ${JSON.stringify(key)}`)
}
