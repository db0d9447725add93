// Level 2: real processes, a real Redis, real faults. `--help` says more.
import { appendFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from '../services/install.ts'
import { copyBroken } from '../simulation/builds.ts'
import type { FaultsEvent } from './events.ts'
import { inject } from './injections/injection.ts'
import { Installation } from './installation.ts'
import { recoveryMs } from './judge/availability.ts'
import { judge } from './judge/verdict.ts'
import type { Verdict } from './judge/verdict.ts'
import { help, readOptions } from './options.ts'
import type { Options } from './options.ts'
import { combined, plan } from './plan.ts'
import type { Chunk } from './plan.ts'
import { shortcomings, sum, text } from './report.ts'

const bounds = { maxStalenessMs: 1_000, deadlineMs: 250 }
const shipped = fileURLToPath(new URL('../../packages/store-redis/', import.meta.url))
/** How long all is left alone before the first fault, and after each beyond its recovery, in milliseconds. */
const quietMs = 1_200
/** Rounds of combined faults in one installation, and how long each takes, about. */
const combinedRounds = 25
const combinedMs = 8_000

const started = performance.now()
const say = (line: string): void =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`)

/** Does the faults of one installation, and judges what was answered. */
async function perform(
  { requireReplicas, seed, rounds }: Chunk,
  build: string,
  file?: string,
): Promise<Verdict> {
  say(`4 checking and 2 writing processes, requireReplicas ${requireReplicas}`)
  const at = await Installation.start({ ...bounds, build, requireReplicas, seed })
  let events: readonly FaultsEvent[] = []
  try {
    await at.wait(quietMs)
    for (const round of rounds) {
      say(round.map(({ fault, title }) => `${fault}: ${title}`).join(' + '))
      const spared = new Set<string>()
      await Promise.all(round.map((injection) => inject(at, injection, spared)))
      await at.wait(recoveryMs + quietMs)
    }
  } finally {
    events = await at.stop()
  }
  if (file !== undefined) for (const event of events) appendFileSync(file, `${JSON.stringify(event)}\n`)
  const verdict = judge(events, bounds)
  say(`${verdict.checks} checks, ${verdict.writes.done} writes, ${verdict.violations.length} violations`)
  return verdict
}

async function run(options: Options, build: string): Promise<Verdict> {
  const verdicts: Verdict[] = []
  const isEnough = (): boolean =>
    options.broken !== undefined && verdicts.some(({ violations }) => violations.length > 0)
  for (const chunk of plan(options))
    if (!isEnough()) verdicts.push(await perform(chunk, build, options.events))
  const end = performance.now() + options.combinedMs
  for (let n = 0; performance.now() < end && !isEnough(); n++) {
    const rounds = Math.ceil((end - performance.now()) / combinedMs)
    const chunk = combined(options.seed + n, Math.min(rounds, combinedRounds))
    verdicts.push(await perform(chunk, build, options.events))
  }
  return sum(verdicts)
}

async function main(options: Options): Promise<number> {
  await ensureInstalled(['redis'])
  const broken = options.broken === undefined ? undefined : copyBroken(options.broken)
  say(`seed ${options.seed}${options.broken === undefined ? '' : `, broken build ${options.broken}`}`)
  try {
    const verdict = await run(options, broken?.folder ?? shipped)
    console.log(text(verdict))
    const lacks = shortcomings(verdict)
    if (options.json !== undefined) {
      const { propagation: _all, ...figures } = verdict
      writeFileSync(options.json, `${JSON.stringify({ ...options, ...figures, lacks }, null, 2)}\n`)
    }
    const found = verdict.violations.length > 0
    if (broken === undefined) return found || lacks.length > 0 ? 1 : 0
    console.log(found ? `${options.broken} was noticed` : `${options.broken} was NOT noticed`)
    return found ? 0 : 1
  } finally {
    broken?.remove()
  }
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') console.log(help)
  else process.exitCode = await main(options)
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n\n${help}` : error)
  process.exitCode = 2
}
