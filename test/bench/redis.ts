// What the store in Redis costs, beside plain commands of the same run, taking turns.
import { cpus, loadavg } from 'node:os'
import type { Gate } from './gates.ts'
import { median, percentile } from './percentile.ts'
import { conclude, flagsOf, progress, whole } from './program.ts'
import { Bed } from './redis-bed.ts'
import { accessRuns, during, poolSize, propagation, writes } from './redis-measures.ts'
import type { AccessRuns, Propagation, Sample, WriteCost } from './redis-measures.ts'

const help = `Measures the store in Redis over a private server: obtaining an access, how fast others obey, what a write costs.

  pnpm bench:redis [--rounds 10] [--ms 150] [--subjects 5000] [--roles 100] [--json FILE]

  --rounds    how often each is measured, taking turns with the plain commands (1 to 100)
  --ms        how long each time, in milliseconds
  --subjects  subjects in the store, two roles each (1,000 to 1,000,000)
  --roles     roles in the store (1 to 10,000)
  --json      writes all figures
An MGET is one command for each who asks: a record, and the key without which it would not be safe to use. Those who
ask for accesses at the same time share a script. Exits with 1 when a target is missed.`

const values = flagsOf(help, { rounds: '10', ms: '150', subjects: '5000', roles: '100' })
const [rounds, ms] = [whole(values.rounds, 1, 100), whole(values.ms, 10, 10_000)]
const [subjects, roles] = [whole(values.subjects, 1_000, 1_000_000), whole(values.roles, 1, 10_000)]

/** How many are under way at once where a rate is compared. */
const many = 64
const names = ['get', 'mget', 'hit', 'warm', 'nothing'] as const
type Name = (typeof names)[number]
const alone = new Map<Name, Sample[]>(names.map((name) => [name, []]))
const together = new Map<Name, Sample[]>(names.map((name) => [name, []]))
const found: Propagation = { confirmed: [], asked: [], pubSub: [] }
const [one, thousand]: readonly [WriteCost, WriteCost] = [
  { total: [], script: [] },
  { total: [], script: [] },
]

progress('filling the store')
const bed = await Bed.make(subjects, roles)
let warmCommands = 0
const pooled: number[] = []
try {
  const runs: AccessRuns = await accessRuns(bed, subjects)
  const [propagate, cost] = [await propagation(bed), await writes(bed)]
  for (let round = 0; round <= rounds; round++) {
    // The first one warms everything up and does not count.
    for (const name of names) {
      progress(`round ${round} of ${rounds}: ${name}`)
      const first = await during(ms, 1, runs[name])
      const second = name === 'nothing' ? undefined : await during(ms, many, runs[name])
      if (round === 0) continue
      alone.get(name)?.push(first)
      if (second !== undefined) together.get(name)?.push(second)
    }
    const pool = await during(ms, 1, runs.pool)
    if (round > 0) pooled.push(percentile(pool.latencies, 0.5) / poolSize)
    progress(`round ${round} of ${rounds}: propagation and writes`)
    const kept = round > 0
    await propagate(20, kept ? found : { confirmed: [], asked: [], pubSub: [] })
    for (let i = 0; i < 10; i++) await cost(1, kept ? one : { total: [], script: [] })
    for (let i = 0; i < 2; i++) await cost(1_000, kept ? thousand : { total: [], script: [] })
  }
  const counts = await bed.server.countCommands(async () => {
    for (let n = 0; n < 1_000; n++) await runs.warm()
  })
  // Renewals go on meanwhile; an access of its own each would be a thousand.
  warmCommands = counts['evalsha'] ?? 0
} finally {
  await bed.stop()
}
progress('')

const rate = (samples: ReadonlyMap<Name, readonly Sample[]>, name: Name): number =>
  median((samples.get(name) ?? []).map((sample) => sample.rate))
/** How the rate compares with that of MGET in the same round: other work on the machine slows both. */
const besideMget = (name: Name): number =>
  median(
    (together.get(name) ?? []).map(
      (sample, i) => sample.rate / (together.get('mget')?.[i]?.rate ?? Number.NaN),
    ),
  )
const latency = (name: Name, share: number): number =>
  median((alone.get(name) ?? []).map(({ latencies }) => percentile(latencies, share)))
const processor = (name: Name): number => median((together.get(name) ?? []).map((sample) => sample.processor))
const titles: Readonly<Record<Name, string>> = {
  get: 'GET of a record',
  mget: 'MGET of two keys, a record one of them',
  hit: 'an access, from Redis',
  warm: 'an access, warm',
  nothing: 'an access, from nothing: store and policy too',
}
const micro = (us: number): string => (us >= 1_000 ? `${(us / 1_000).toFixed(2)} ms` : `${us.toFixed(1)} µs`)
const milli = (value: number): string => `${value.toFixed(2)} ms`

console.log(
  `\rNode ${process.version}, ${cpus().length} cores, ${rounds} rounds, ${subjects} subjects, ${roles} roles; load ${(loadavg()[0] ?? 0).toFixed(1)}. Medians of rounds; × is the rate beside MGET\nof the same round, CPU the processor time of this process for each.\n`,
)
console.log(
  `${''.padEnd(46)}${'p50'.padStart(10)}${'p99'.padStart(10)}${`${many} at once`.padStart(14)}${'×'.padStart(7)}${'CPU'.padStart(10)}`,
)
for (const name of names) {
  const atOnce = rate(together, name)
  const ratio = besideMget(name)
  const last = Number.isNaN(atOnce)
    ? ''
    : `${Math.round(atOnce).toLocaleString('en')}/s`.padStart(14) +
      ratio.toFixed(2).padStart(7) +
      micro(processor(name)).padStart(10)
  console.log(
    `${titles[name].padEnd(46)}${micro(latency(name, 0.5)).padStart(10)}${micro(latency(name, 0.99)).padStart(10)}${last}`,
  )
}
console.log(`${`of ${poolSize} records in one MGET, each`.padEnd(46)}${micro(median(pooled)).padStart(10)}`)
console.log(`\n${''.padEnd(46)}${'p50'.padStart(10)}${'p99'.padStart(10)}`)
const rows: readonly (readonly [string, readonly number[]])[] = [
  ['a message of pub/sub arrives', found.pubSub],
  ['another process obeys, after the write was done', found.confirmed],
  ['another process obeys, after it was asked for', found.asked],
  ['a write of one assignment', one.total],
  ['  of which its script', one.script],
  ['a write of 1,000 assignments', thousand.total],
  ['  of which its script', thousand.script],
]
for (const [title, times] of rows)
  console.log(
    `${title.padEnd(48)}${milli(percentile(times, 0.5)).padStart(8)}${milli(percentile(times, 0.99)).padStart(10)}`,
  )

const gates: readonly Gate[] = [
  {
    what: `a hit beside MGET, ${many} at once`,
    kind: 'at least',
    limit: 0.8,
    value: besideMget('hit'),
  },
  { what: 'commands of 1,000 warm accesses', kind: 'at most', limit: 5, value: warmCommands },
  {
    what: 'a revocation is obeyed, p99, ms',
    kind: 'at most',
    limit: 250,
    value: percentile(found.confirmed, 0.99),
  },
  {
    what: 'script of 1,000 assignments, p50, ms',
    kind: 'at most',
    limit: 10,
    aim: 5,
    value: median(thousand.script),
  },
]
const measured = Object.fromEntries(
  names.map((name) => [
    name,
    {
      processor: processor(name),
      besideMget: besideMget(name),
      p50: latency(name, 0.5),
      p99: latency(name, 0.99),
      alone: rate(alone, name),
      together: rate(together, name),
    },
  ]),
)
const figures = {
  node: process.version,
  rounds,
  subjects,
  roles,
  figures: measured,
  propagation: found,
  one,
  thousand,
}
await conclude(gates, { figures, json: values.json, digits: 2 })
