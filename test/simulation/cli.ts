import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brokenBuild, brokenBuilds, shippedBuild } from './builds.ts'
import type { Build } from './builds.ts'
import { Coverage } from './coverage.ts'
import { judge, wrong } from './checker.ts'
import { judgedModules } from './judged-modules.ts'
import { initialTag } from './world.ts'

/** The least share of lines that has to be carried out, in percent. */
const leastCovered = 95
const help = `Usage: pnpm test:simulation [--build NAME] [--seeds N] [--first N] [--minutes N] [--coverage]

Drives the sources of the store in Redis through simulated faults, and judges every answer.
The shipped ones have to break no promise; a broken build has to be caught.

  --build NAME  shipped (default), all (every broken build), or one of
                ${brokenBuilds.join(', ')}
  --seeds N     how many runs, each with a seed of its own (default 20)
  --first N     the first seed (default 1)
  --minutes N   virtual minutes of each run (default 25)
  --coverage    tell how many lines of the shipped modules for leases, reads and writes were
                carried out, and which were not; below ${leastCovered} % the run fails
  --help        show this`

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    build: { type: 'string', default: 'shipped' },
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '25' },
    coverage: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** @returns How many violations there were */
async function one(build: Build, seed: number, minutes: number): Promise<number> {
  // Loaded late, so that lines of the store can be counted.
  const { boundMs, simulate } = await import('./simulate.ts')
  const begun = performance.now()
  const log = await simulate(build, seed, minutes)
  const verdict = judge(log, boundMs, initialTag)
  const counts: Record<string, number> = {}
  for (const { promise } of verdict.violations) counts[promise] = (counts[promise] ?? 0) + 1
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
  const worst = verdict.violations.reduce((most, { late }) => Math.max(most, late), 0)
  console.log(
    `${build.name}, seed ${seed}: ${verdict.violations.length} violations in ${verdict.checks} checks and ` +
      `${verdict.done} of ${verdict.writes} writes; ${percent(verdict.granted)} granted, ` +
      `${percent(verdict.unavailable)} unavailable, ${percent(verdict.tempting)} soon after a revocation, ` +
      `${log.restarts} restarts, ${log.alarms} alarms (${((performance.now() - begun) / 1000).toFixed(1)} s)`,
  )
  if (verdict.violations.length > 0)
    console.log(`  ${JSON.stringify(counts)}, worst ${(worst / 1000).toFixed(1)} s`)
  if (process.env['TRILATCH_TRACE'] !== undefined)
    console.log(
      log.faults,
      log.counters,
      log.kinds,
      JSON.stringify(verdict.violations.slice(0, 3), (_, v: unknown) => (v instanceof Set ? [...v] : v)),
    )
  return build.name === 'shipped' ? verdict.violations.length : wrong(verdict)
}

/** @returns Whether enough lines were carried out */
async function tellCoverage(coverage: Coverage): Promise<boolean> {
  const source = fileURLToPath(new URL('../../packages/store-redis/src/', import.meta.url))
  const files = new Map((await coverage.of(source)).map((each) => [each.file, each]))
  let [lines, missed] = [0, 0]
  for (const name of judgedModules) {
    const found = files.get(name)
    if (found === undefined) throw new Error(`${name} was not loaded`)
    lines += found.lines
    missed += found.missed.length
    if (found.missed.length > 0) console.log(`  ${name}: not ${found.missed.join(', ')}`)
  }
  const percent = (100 * (lines - missed)) / lines
  console.log(
    `${lines - missed} of ${lines} lines in ${judgedModules.length} modules: ${percent.toFixed(1)} %`,
  )
  return percent >= leastCovered
}

if (values.help) console.log(help)
else {
  const coverage = values.coverage ? new Coverage() : undefined
  await coverage?.start()
  const [first, count] = [Number(values.first), Number(values.seeds)]
  for (const name of values.build === 'all' ? brokenBuilds : [values.build]) {
    const made =
      name === 'shipped' ? { build: await shippedBuild(), remove: () => {} } : await brokenBuild(name)
    let caught = 0
    for (let seed = first; seed < first + count; seed++)
      if ((await one(made.build, seed, Number(values.minutes))) > 0) caught++
    made.remove()
    console.log(`${name}: violations in ${caught} of ${count} runs`)
    if ((name === 'shipped') === caught > 0) process.exitCode = 1
  }
  if (coverage !== undefined && !(await tellCoverage(coverage))) process.exitCode = 1
}
