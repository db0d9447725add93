import { redisStore } from '@trilatch/store-redis'
import { assign, subjectOf, unassign, write } from './redis-bed.ts'
import type { Bed } from './redis-bed.ts'

/** Something that is timed: how often it was done, and how long each took in microseconds. */
export interface Sample {
  readonly latencies: readonly number[]
  /** How many a second. */
  readonly rate: number
  /** Processor time of this process for each, in microseconds: other work on the machine changes it little. */
  readonly processor: number
}

/** Does something for a while, with so many under way at once. */
export async function during(ms: number, atOnce: number, run: (n: number) => unknown): Promise<Sample> {
  const latencies: number[] = []
  let n = 0
  const [begun, used] = [performance.now(), process.cpuUsage()]
  const lane = async (): Promise<void> => {
    for (let start = performance.now(); start - begun < ms;) {
      await run(n++)
      const end = performance.now()
      latencies.push((end - start) * 1_000)
      start = end
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  const { user, system } = process.cpuUsage(used)
  const rate = (latencies.length / (performance.now() - begun)) * 1_000
  return { latencies, rate, processor: (user + system) / latencies.length }
}

/** How many records are read at once where that is measured. */
export const poolSize = 64

/** The ways to an access, and the commands that they stand beside; each takes the number of the call. */
export async function accessRuns(bed: Bed, subjects: number) {
  const client = bed.client()
  const key = (n: number): string => `{trilatch}:2:subject:${subjectOf(n % subjects)}`
  // A thousand records are kept at most and all subjects asked for in turn, so that each is new to this process.
  const forgetful = await bed.authorizer(await bed.store({ keptSubjects: 500, maxStalenessMs: 10_000 }))
  const warm = await bed.authorizer(await bed.store({ maxStalenessMs: 10_000 }))
  await warm.access({ id: subjectOf(0) })
  const known = { id: subjectOf(0) }
  return {
    get: (n: number) => client.call('GET', key(n)),
    mget: (n: number) => client.call('MGET', '{trilatch}:2:alarm', key(n)),
    /** What nobody has who answers many callers, but for one script for all of them. */
    pool: (n: number) => client.call('MGET', ...Array.from({ length: poolSize }, (_, i) => key(n + 7 * i))),
    // A step that divides nothing, so that no subject comes again soon.
    hit: (n: number) => forgetful.obtain({ id: subjectOf((n * 7) % subjects) }),
    warm: () => warm.obtain(known),
    /** A new store over a connection that is there: the policy is read, and a subject. */
    nothing: async () => {
      const store = redisStore({ client, notices: false, deadlineMs: 5_000 })
      await (await bed.authorizer(store)).access(known)
      await store.close()
    },
  }
}

export type AccessRuns = Awaited<ReturnType<typeof accessRuns>>

/** Milliseconds until others know: by the store, and by a bare message of pub/sub. */
export interface Propagation {
  /** From the moment the write was confirmed. */
  readonly confirmed: number[]
  /** From the moment it was asked for. */
  readonly asked: number[]
  readonly pubSub: number[]
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Takes a role away and gives it back, and looks when another store on other connections obeys. */
export async function propagation(bed: Bed): Promise<(times: number, found: Propagation) => Promise<void>> {
  const [writer, reader] = [await bed.store(), await bed.store()]
  const [publisher, subscriber] = [bed.client(), bed.client()]
  const heard: ((at: number) => void)[] = []
  await subscriber.subscribe('bench')
  subscriber.on('message', () => heard.shift()?.(performance.now()))
  const holds = async (): Promise<boolean> =>
    (await reader.view('somebody')).subject?.assignments.length === 1
  await write(writer, [assign('somebody', 'reader')])
  while (reader.health().details['notices'] !== 'listening') await turn()
  const measure = async (times: number, found: Propagation): Promise<void> => {
    for (let i = 0; i < times; i++) {
      while (!(await holds())) await turn()
      const asked = performance.now()
      let confirmed = Infinity
      const written = write(writer, [unassign('somebody', 'reader')]).then(
        () => (confirmed = performance.now()),
      )
      while (await holds()) await turn()
      const obeyed = performance.now()
      await written
      found.asked.push(obeyed - asked)
      found.confirmed.push(Math.max(0, obeyed - confirmed))
      await write(writer, [assign('somebody', 'reader')])

      const arrived = new Promise<number>((resolve) => heard.push(resolve))
      const sent = performance.now()
      await publisher.publish('bench', 'x')
      found.pubSub.push((await arrived) - sent)
    }
  }
  return measure
}

/** What a write costs: milliseconds for who asked, and those of its longest script in Redis. */
export interface WriteCost {
  readonly total: number[]
  readonly script: number[]
}

export async function writes(bed: Bed): Promise<(size: number, cost: WriteCost) => Promise<void>> {
  const store = await bed.store({ notices: false })
  let made = 0
  await bed.server.configSet('slowlog-max-len', 1_000)
  return async (size, cost) => {
    const operations = Array.from({ length: size }, () => assign(`written-${made++}`, 'reader'))
    // Commands in a script are logged too, and that would take longer than a long script itself.
    await bed.server.configSet('slowlog-log-slower-than', size > 1 ? 500 : 0)
    await bed.server.command('SLOWLOG', 'RESET')
    const begun = performance.now()
    await write(store, operations)
    cost.total.push(performance.now() - begun)
    await bed.server.configSet('slowlog-log-slower-than', -1)
    const log = (await bed.server.command('SLOWLOG', 'GET', '-1')) as [number, number, number, string[]][]
    cost.script.push(
      Math.max(...log.filter(([, , , args]) => /^evalsha$/i.test(args[0] ?? '')).map(([, , us]) => us)) /
        1_000,
    )
  }
}
