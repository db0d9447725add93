import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAuthorizer, definePermissions, newTag } from '@trilatch/core'
import type { Operation } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import { startRedis } from '../services/redis.ts'
import { until } from '../services/until.ts'
import { countedClient } from './counted-client.ts'
import type { ClientKind } from './counted-client.ts'
import { allSubjects, Load, mayRun, subjectOf } from './load.ts'
import type { Answers } from './load.ts'

export interface FreezeOptions {
  readonly client: ClientKind
  readonly frozenMs: number
  /** How long checks go on before and after it, at least. */
  readonly aroundMs: number
  /** Checks in a second. */
  readonly rate: number
  readonly maxStalenessMs?: number
  readonly deadlineMs?: number
  readonly onSecond?: (line: string) => void
}

export interface Frozen {
  readonly before: Answers
  readonly during: Answers
  readonly after: Answers
  /** Of the client, without the one that waits for notices. */
  readonly mostPending: number
  /** How long after Redis stood still the last check was asked that was answered while it did. */
  readonly answeredForMs: number
  /** How long after it went on the first right answer came. */
  readonly rightAfterMs: number
  /** The largest resident memory while frozen, beyond the largest before. */
  readonly grownBytes: number
  /** How late the event loop was while Redis stood still, in 99 of 100 looks at most. */
  readonly loopP99Ms: number
  /** How long after that a right was taken away it was gone. */
  readonly obeyedAfterMs: number
}

/** Has checks go on in this process while Redis stands still, and tells what came of them. */
export async function freeze(options: FreezeOptions): Promise<Frozen> {
  const { client: kind, frozenMs, aroundMs, rate, maxStalenessMs = 1_000, deadlineMs = 250 } = options
  const server = await startRedis()
  const own = await countedClient(kind, server.port)
  const other = await countedClient('ioredis', server.port)
  const store = redisStore({ client: own.client, create: true, maxStalenessMs, deadlineMs })
  const elsewhere = redisStore({ client: other.client, notices: false })
  const authorizer = createAuthorizer({ permissions: definePermissions({ job: 'Job' }), store })
  const load = new Load(authorizer, rate)
  const write = async (...operations: readonly Operation[]): Promise<void> => {
    const audit = { at: '', actor: 'test', action: 'test', target: '', before: null, after: null }
    const { status } = await elsewhere.write({ tag: newTag(), expect: [], operations, audit })
    if (status !== 'done') throw new Error(`a write is ${status}`)
  }
  try {
    await authorizer.ready()
    await write(
      { kind: 'put-role', role: { id: 'worker', rules: [{ permission: 'job', state: 'granted' }] } },
      ...allSubjects
        .filter(mayRun)
        .map((n): Operation => ({ kind: 'assign', assignment: { subject: subjectOf(n), role: 'worker' } })),
    )
    const running = load.run()
    const memory = await watch(aroundMs, options, 'before', own.pending)
    await until('checks are answered', () => load.answers.right > 0)
    const before = load.take()

    await server.freeze()
    const frozenAt = performance.now()
    load.take()
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    let asked: Answers
    let during: Answers
    let grown: number
    try {
      grown = (await watch(frozenMs, options, 'frozen', own.pending)) - memory
      asked = load.take()
      // As they are now: those that are answered later are answered by a Redis that goes on.
      during = structuredClone(asked)
    } finally {
      delay.disable()
      server.thaw()
    }
    const thawedAt = performance.now()
    await watch(Math.max(2_000, aroundMs), options, 'after', own.pending)
    await until('checks are answered again', () => load.answers.right > 0)
    const after = load.take()

    await write({ kind: 'unassign', assignment: { subject: subjectOf(0), role: 'worker' } })
    load.stop()
    await running
    const takenAt = performance.now()
    await until('it is obeyed', async () => !(await authorizer.access({ id: subjectOf(0) })).can('job'))
    const obeyedAfterMs = performance.now() - takenAt
    return {
      before,
      during: { ...during, wrong: asked.wrong },
      after,
      mostPending: own.mostPending(),
      answeredForMs: during.lastAnswered - frozenAt,
      rightAfterMs: after.firstAnswered - thawedAt,
      grownBytes: grown,
      loopP99Ms: delay.percentile(99) / 1e6,
      obeyedAfterMs,
    }
  } finally {
    load.stop()
    await store.close()
    await elsewhere.close()
    own.close()
    other.close()
    await server.stop()
  }
}

/** Waits, looks every second or so, and gives the largest resident memory that it saw. */
async function watch(
  ms: number,
  { onSecond }: FreezeOptions,
  phase: string,
  pending: () => number,
): Promise<number> {
  const end = performance.now() + ms
  let most = 0
  for (let left = ms; left > 0; left = end - performance.now()) {
    await sleep(Math.min(left, 1_000))
    const rss = process.memoryUsage.rss()
    most = Math.max(most, rss)
    onSecond?.(
      `${phase}: ${Math.max(0, left / 1_000 - 1).toFixed(0)} s left, ${(rss / 1e6).toFixed(0)} MB, ${pending()} pending`,
    )
  }
  return most
}
