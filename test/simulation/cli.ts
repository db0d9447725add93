import { parseArgs } from 'node:util'
import { brokenBuild, brokenBuilds, shippedBuild } from './builds.ts'
import type { Build } from './builds.ts'
import { judge, wrong } from './checker.ts'
import { boundMs, initialTag, simulate } from './simulate.ts'

const help = `Usage: pnpm test:simulation [--build NAME] [--seeds N] [--first N] [--minutes N]

Drives the sources of the store in Redis through simulated faults, and judges every answer.
The shipped ones have to break no promise; a broken build has to be caught.

  --build NAME  shipped (default), all (every broken build), or one of
                ${brokenBuilds.join(', ')}
  --seeds N     how many runs, each with a seed of its own (default 20)
  --first N     the first seed (default 1)
  --minutes N   virtual minutes of each run (default 25)
  --help        show this`

/** @returns How many violations there were */
async function one(build: Build, seed: number, minutes: number): Promise<number> {
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
      `${log.alarms} alarms (${((performance.now() - begun) / 1000).toFixed(1)} s)`,
  )
  if (verdict.violations.length > 0)
    console.log(`  ${JSON.stringify(counts)}, worst ${(worst / 1000).toFixed(1)} s`)
  if (process.env['TRILATCH_TRACE'] !== undefined)
    console.log(
      log.faults,
      log.counters,
      JSON.stringify(verdict.violations.slice(0, 3), (_, v: unknown) => (v instanceof Set ? [...v] : v)),
    )
  return build.name === 'shipped' ? verdict.violations.length : wrong(verdict)
}

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    build: { type: 'string', default: 'shipped' },
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '25' },
    help: { type: 'boolean' },
  },
})
if (values.help === true) console.log(help)
else {
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
}
