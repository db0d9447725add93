import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownFolder, removeFolder } from './owned.ts'
import { freePort } from './ports.ts'
import { redisConfig } from './redis-config.ts'
import type { RedisOptions } from './redis-config.ts'
import { RedisServer, isPortTaken } from './redis-server.ts'
import { throwIfRefused } from './refusal.ts'

export type { CommandCounts } from './command-counts.ts'
export type { RedisConfig, RedisOptions } from './redis-config.ts'
export { RedisServer } from './redis-server.ts'
export type { WithData } from './redis-server.ts'

/**
 * Starts a Redis of one's own, empty, in a folder of its own; resolves when it answers.
 * Stop it when done; if that is forgotten or cannot be, it ends with this process, however that ends.
 *
 * @throws Error with the end of the server's log when it does not start.
 */
export function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const { listen = 'port', password, config = {} } = options
  const bus = config['cluster-enabled'] === 'yes'
  return startSomewhere(
    'redis',
    async () => (listen === 'socket' ? 0 : freePort({ bus })),
    (place) => {
      writeFileSync(join(place.folder, 'redis.conf'), redisConfig(options, place))
      return new RedisServer({ ...place, password })
    },
  )
}

/** Starts a server at a place that is free, and at another one when somebody was faster. */
export async function startSomewhere(
  name: string,
  choosePort: () => Promise<number>,
  make: (place: { readonly folder: string; readonly port: number }) => RedisServer,
): Promise<RedisServer> {
  throwIfRefused('redis')
  for (let tries = 1; ; tries++) {
    const folder = ownFolder(name)
    try {
      const server = make({ folder, port: await choosePort() })
      await server.start()
      return server
    } catch (error) {
      removeFolder(folder)
      if (!isPortTaken(error) || tries === 10) throw error
    }
  }
}
