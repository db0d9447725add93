// Random writes of two clients for as long as one has patience: `pnpm test:giving`.
import { Redis } from 'ioredis'
import { parseArgs } from 'node:util'
import { startRedis } from '../services/redis.ts'
import { inMemory, inRedis } from './places.ts'
import { emptyTally, runSequence, Violation } from './sequence.ts'
import type { Place, Tally } from './sequence.ts'

const help = `Usage: pnpm test:giving [--sequences N] [--steps N] [--seed N] [--store memory|redis|both]

Two clients over one store write at random, in the name of administrators and of others. After every write that is accepted
nobody holds more than they and its writer held before, by the executable specification and for every short name,
and somebody is an administrator. Ends with exit code 1 at the first write of which that is not so.

  --sequences N  how many, each with a store and a seed of its own (default 1000)
  --steps N      steps of each, of both clients together (default 50)
  --seed N       the first seed (default: from the clock); the n-th sequence has N + n - 1
  --store NAME   memory, redis (a private server is started) or both (default)
  --help         show this`

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    sequences: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 2_147_483) },
    store: { type: 'string', default: 'both' },
    help: { type: 'boolean', default: false },
  },
})

function naturalNumber(name: 'sequences' | 'steps' | 'seed'): number {
  const number = Number(values[name])
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new TypeError(`--${name} must be a whole number from 1, not ${JSON.stringify(values[name])}`)
}

const textOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([key, count]) => `${key} ${count}`)
    .join(', ')

/** Whether all was as it has to be. */
async function run(name: string, make: () => Promise<Place> | Place): Promise<boolean> {
  const [sequences, steps, first] = [
    naturalNumber('sequences'),
    naturalNumber('steps'),
    naturalNumber('seed'),
  ]
  const tally: Tally = emptyTally()
  const begun = performance.now()
  const tell = (done: number): void => {
    const seconds = ((performance.now() - begun) / 1_000).toFixed(0)
    console.log(
      `${name}: ${done} of ${sequences} sequences, ${tally.steps} steps, ${tally.writes} writes (${seconds} s)`,
    )
  }
  for (let n = 0; n < sequences; n++) {
    const place = await make()
    try {
      await runSequence(place, first + n, steps, tally)
    } catch (error) {
      console.error(
        `${name}, seed ${first + n}: ${error instanceof Violation ? error.message : String(error)}`,
      )
      console.error(
        `Again: pnpm test:giving --store ${name} --sequences 1 --steps ${steps} --seed ${first + n}`,
      )
      return false
    } finally {
      await place.close()
    }
    if ((n + 1) % Math.max(1, Math.ceil(sequences / 20)) === 0) tell(n + 1)
  }
  console.log(`  accepted of others than administrators: ${textOf(tally.accepted)}`)
  console.log(`  refused: ${textOf(tally.refused)}`)
  return true
}

async function runInRedis(): Promise<boolean> {
  const server = await startRedis()
  const client = new Redis(server.port, '127.0.0.1')
  try {
    return await run('redis', () => inRedis(client))
  } finally {
    client.disconnect()
    await server.stop()
  }
}

if (values.help) console.log(help)
else {
  if (!['memory', 'redis', 'both'].includes(values.store))
    throw new TypeError('--store must be memory, redis or both')
  const fine =
    (values.store === 'redis' || (await run('memory', inMemory))) &&
    (values.store === 'memory' || (await runInRedis()))
  if (!fine) process.exitCode = 1
}
