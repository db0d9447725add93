// One peer on one workload in a process of its own: prints what was measured as JSON. Started by run.ts.
import { peers } from './peers.ts'
import { expectedAnswers } from './expected.ts'
import { workloads } from './workloads.ts'

/** What one process measured. */
export interface Measured {
  /** Nanoseconds for one check, the median of the samples; absent where the peer cannot express the workload. */
  readonly ns?: number
  /** Nanoseconds for each item of a list asked about at once. */
  readonly listNs?: number
  readonly buildMs?: number
  /** Megabytes that the policy and the answers took. */
  readonly megabytes?: number
  /** Answers that differ from the specification's. */
  readonly wrong?: number
}

const [peer = '', name = '', ms = '300'] = process.argv.slice(2)

/** The median time of one call in nanoseconds, over samples of a few milliseconds. */
function time(run: () => void, calls: number): number {
  const samples: number[] = []
  run()
  const until = performance.now() + Number(ms)
  while (samples.length < 5 || performance.now() < until) {
    const start = performance.now()
    run()
    samples.push(((performance.now() - start) * 1e6) / calls)
    if (performance.now() > until + 20_000) break
  }
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] as number
}

/** Resident memory: an ordinary collection gives pages back when it likes, one of last resort at once. */
function collect(): number {
  for (let i = 0; i < 2; i++) globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  return process.memoryUsage().rss / 1e6
}

async function measure(): Promise<Measured> {
  const workload = workloads[name]!()
  const before = collect()
  const start = performance.now()
  const ready = await peers[peer]!(workload)
  if (ready === undefined) return {}
  const buildMs = performance.now() - start
  const { check, list } = ready

  // Slow peers are timed on fewer checks, so that a run ends.
  let fastest = Infinity
  for (let i = 0; i < 10; i++) {
    const first = performance.now()
    check(i)
    fastest = Math.min(fastest, performance.now() - first)
  }
  const slow = fastest > 0.5
  const count = slow ? Math.min(40, workload.checks.length) : workload.checks.length
  const expected = expectedAnswers(workload, count)
  let wrong = 0
  for (let i = 0; i < count; i++) if (check(i) !== expected[i]) wrong++

  let granted = 0
  const ns = time(() => {
    for (let i = 0; i < count; i++) if (check(i)) granted++
  }, count)
  const megabytes = collect() - before
  if (list === undefined || name !== 'w4') return { ns, buildMs, megabytes, wrong }
  wrong += Math.abs(list() - expected.filter(Boolean).length)
  const listNs = time(() => void (granted += list()), workload.checks.length)
  return { ns, listNs, buildMs, megabytes, wrong }
}

console.log(JSON.stringify(await measure()))
