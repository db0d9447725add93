import type { RedisClient } from './client/recognise.ts'

/** A client that the command itself made. */
export interface OwnClient {
  readonly client: RedisClient
  close(): void
}

/** Whether an import failed because the package is not there. */
const isMissing = (error: unknown): boolean =>
  (error as { readonly code?: unknown } | null)?.code === 'ERR_MODULE_NOT_FOUND'

/**
 * Connects with whichever client library is installed: ioredis, else redis.
 *
 * @throws Error when there is none, or Redis cannot be reached
 */
export async function connect(url: string, cluster: boolean): Promise<OwnClient> {
  try {
    return await withIoredis(url, cluster)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  try {
    return await withNodeRedis(url, cluster)
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new Error('neither `ioredis` nor `redis` is installed; install one of them', { cause: error })
  }
}

async function withIoredis(url: string, cluster: boolean): Promise<OwnClient> {
  const { Cluster, Redis } = await import('ioredis')
  const options = { lazyConnect: true, maxRetriesPerRequest: 1 } as const
  const client = cluster
    ? new Cluster([url], { lazyConnect: true, clusterRetryStrategy: () => null })
    : new Redis(url, { ...options, retryStrategy: () => null })
  let failure: Error | undefined
  client.on('error', (error: Error) => (failure = error))
  try {
    await client.connect()
  } catch (error) {
    client.disconnect()
    throw new Error(`Redis cannot be reached: ${(failure ?? (error as Error)).message}`, { cause: error })
  }
  return { client, close: () => client.disconnect() }
}

async function withNodeRedis(url: string, cluster: boolean): Promise<OwnClient> {
  const { createClient, createCluster } = await import('redis')
  const client = cluster
    ? createCluster({ rootNodes: [{ url }] })
    : createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  await client.connect()
  return {
    client: client as unknown as RedisClient,
    close: () => {
      client.destroy()
    },
  }
}
