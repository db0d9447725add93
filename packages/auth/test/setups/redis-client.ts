import { createClient } from 'redis'

/** A client of the Redis that keeps sessions. */
export async function redisClient(port: number) {
  const client = createClient({ socket: { host: '127.0.0.1', port } })
  client.on('error', () => {})
  await client.connect()
  return client
}
