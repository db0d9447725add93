import { plain } from './port.ts'
import type { Command, DuplicatePort, RedisPort } from './port.ts'

// node-redis 5 and 6 have three kinds of clients. They differ in what `sendCommand` and the commands of a `multi`
// take before the command itself: nothing, whether it only reads (Sentinel), or also the key it goes by (Cluster).
// `false` for reading sends it to the primary.

/** What is used of a node-redis client: of `createClient`, `createSentinel` or `createCluster`, version 5 or 6. */
export interface NodeRedisClient {
  sendCommand(...args: never[]): Promise<unknown>
  multi(...args: never[]): unknown
}

interface Pipeline {
  addCommand(...args: unknown[]): Pipeline
  execAsPipeline(): Promise<readonly unknown[]>
}

interface Used {
  sendCommand(...args: unknown[]): Promise<unknown>
  multi(...args: unknown[]): Pipeline
  duplicate(overrides?: object): Used
  connect(): Promise<unknown>
  destroy(): void | Promise<void>
  on(event: 'error', listener: () => void): unknown
}

type Kind = 'single' | 'sentinel' | 'cluster'

export function isNodeRedis(client: object): client is NodeRedisClient {
  return (
    ['sendCommand', 'multi', 'duplicate', 'connect'].every(
      (name) => typeof (client as Record<string, unknown>)[name] === 'function',
    ) || kindOf(client) === 'sentinel'
  )
}

function kindOf(client: object): Kind {
  if (typeof (client as { getSentinelNode?: unknown }).getSentinelNode === 'function') return 'sentinel'
  return 'nodeClient' in client && 'masters' in client ? 'cluster' : 'single'
}

function before(kind: Kind, key: string): unknown[] {
  return { single: [], sentinel: [false], cluster: [key, false] }[kind]
}

/** The port over a node-redis client. It has to be connected by whoever made it. */
export function nodeRedisPort(given: NodeRedisClient): RedisPort {
  const client = given as unknown as Used
  const kind = kindOf(given)
  return {
    name: kind === 'single' ? 'node-redis' : `node-redis ${kind}`,
    send: async (command, key) => plain(await client.sendCommand(...before(kind, key), [...command])),
    sendAndWait: async (command, key, replicas, waitMs) => {
      const wait = ['WAIT', String(replicas), String(waitMs)]
      const [reply, confirmed] = await client
        .multi(...(kind === 'cluster' ? [key] : []))
        .addCommand(...before(kind, key), [...command])
        .addCommand(...before(kind, key), wait)
        .execAsPipeline()
      return [plain(reply), typeof confirmed === 'number' ? confirmed : 0]
    },
    duplicate: async () => duplicateOf(client, kind),
  }
}

async function duplicateOf(client: Used, kind: Kind): Promise<DuplicatePort> {
  if (typeof client.duplicate !== 'function') throw new Error('this client cannot be duplicated')
  const other = client.duplicate({ commandOptions: {} })
  other.on('error', () => {})
  // Closing may be asked for in the middle of connecting, and twice; there is nobody to tell.
  const close = (): void => {
    void (async () => other.destroy())().catch(() => {})
  }
  try {
    await other.connect()
  } catch (error) {
    close()
    throw error
  }
  return {
    send: async (command: Command, key) => plain(await other.sendCommand(...before(kind, key), [...command])),
    close,
  }
}
