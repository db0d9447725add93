// Nobody gives what they do not hold, and there is always an administrator: over random writes of two clients.
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startRedis } from '../services/redis.ts'
import type { RedisServer } from '../services/redis.ts'
import { acts } from './acts.ts'
import { inMemory, inRedis } from './places.ts'
import { emptyTally, runSequence } from './sequence.ts'
import type { Place, Tally } from './sequence.ts'

const [sequences, steps] = [50, 50]
const given = process.env['TRILATCH_SEED']
const seed = Number(given ?? '1')

let server: RedisServer
let client: Redis
beforeAll(async () => {
  server = await startRedis()
  client = new Redis(server.port, '127.0.0.1')
})
afterAll(async () => {
  client?.disconnect()
  await server?.stop()
})

async function runAll(make: () => Promise<Place> | Place): Promise<Tally> {
  const tally = emptyTally()
  for (let n = 0; n < sequences; n++) {
    const place = await make()
    try {
      await runSequence(place, seed + n, steps, tally)
    } catch (error) {
      throw new Error(`TRILATCH_SEED=${seed + n}: ${String(error)}`, { cause: error })
    } finally {
      await place.close()
    }
  }
  return tally
}

it.each<readonly [string, () => Promise<Place> | Place]>([
  ['memory', inMemory],
  ['Redis', () => inRedis(client)],
])(
  'nobody gives what they do not hold, and there is always an administrator: two clients over %s',
  async (name, make) => {
    const tally = await runAll(make)
    expect(tally.steps).toBe(sequences * steps)
    // It would prove nothing where little is done, or little is refused. Clients over Redis are never as they were before.
    if (given !== undefined) return
    expect(tally.writes).toBeGreaterThan(sequences * 10)
    expect(tally.refused.get('TRILATCH_MORE_THAN_HELD')).toBeGreaterThan(sequences)
    if (name !== 'memory') return
    const codes = ['ADMINISTRATOR_REQUIRED', 'LAST_ADMINISTRATOR', 'CONFLICT']
    expect([...tally.refused.keys()]).toEqual(expect.arrayContaining(codes.map((code) => `TRILATCH_${code}`)))
    const seldom = Object.keys(acts).filter((kind) => !tally.accepted.has(kind))
    expect(seldom).toEqual([])
  },
  // Seconds on a machine that has nothing else to do.
  600_000,
)
