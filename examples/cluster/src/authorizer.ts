import { createAuthorizer } from '@trilatch/express'
import { redisStore } from '@trilatch/store-redis'
import { Redis } from 'ioredis'
import { permissions } from './policy.ts'

/** The bound of this example, which is the default: nothing is served that was proven longer ago. */
export const maxStalenessMs = 1_000

/** The authorizer of one process: nothing but the store knows that there are others. */
export function makeAuthorizer(redisPath: string, create = false) {
  const client = new Redis({ path: redisPath, retryStrategy: () => 100 })
  // What is wrong with Redis is answered to those who ask.
  client.on('error', () => {})
  const store = redisStore({ client, create, maxStalenessMs })
  const authorizer = createAuthorizer({ permissions, store })
  const close = async (): Promise<void> => {
    await authorizer.close()
    await store.close()
    client.disconnect()
  }
  return { authorizer, close }
}
