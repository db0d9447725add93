// The tests that compare with another implementation, for as long as one has patience.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const shard = 250_000
/** Questions about each world: making one costs more than asking it. */
const questions = 5
const globs = 1_000_000
const help = `Usage: pnpm test:long [--cases N] [--seed N]

Compares the evaluator with the executable specification in shards of ${shard} cases, each with its own seed:
${questions} questions about every world. Then the dialect of patterns is compared with the naive matcher on ${globs} pairs. Stops at the first disagreement.

  --cases N  cases of the evaluator (default 5000000)
  --seed N   seed of the first shard; the n-th has N + n - 1 (default: from the clock)
  --help     show this`

const root = fileURLToPath(new URL('..', import.meta.url))
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))

/** Runs one test file; what it prints is shown only when it fails. */
function run(filter: string, cases: number, seed: number): boolean {
  const settings = {
    TRILATCH_CASES: String(cases),
    TRILATCH_QUESTIONS: String(questions),
    TRILATCH_SEED: String(seed),
  }
  // By default a test may take as long as a run of the usual size takes.
  const args = [vitest, 'run', '--project', 'all', '--testTimeout', '0', filter]
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...settings },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status === 0) return true
  const again = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  const ended = signal === null ? '' : `\nIt was ended by ${signal}; that is no disagreement.`
  console.error(`${stdout}${stderr}${ended}\nAgain: ${again.join(' ')} pnpm test --project all ${filter}`)
  return false
}

const started = performance.now()
const passed = (): string => `${((performance.now() - started) / 1000).toFixed(0)} s`

/** Whether everything agreed. */
function runAll(cases: number, firstSeed: number): boolean {
  const shards = Math.ceil(cases / shard)
  for (let n = 0; n < shards; n++) {
    const seed = (firstSeed + n) % 2_147_483_647
    const size = Math.min(shard, cases - n * shard)
    if (!run('differential/differential.test', size, seed)) return false
    console.log(`evaluator: shard ${n + 1} of ${shards}, ${size} cases, seed ${seed}: agree (${passed()})`)
  }
  if (!run('globs/globs.test', globs, firstSeed)) return false
  console.log(`patterns: ${globs} pairs, seed ${firstSeed}: agree (${passed()})`)
  return true
}

function naturalNumber(text: string, name: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new TypeError(`${name} must be a whole number, not ${JSON.stringify(text)}`)
}

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { cases: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
})
if (values.help === true) console.log(help)
else {
  const cases = naturalNumber(values.cases ?? '5000000', '--cases')
  const seed = naturalNumber(values.seed ?? String(Date.now() % 2_147_483_647), '--seed')
  if (!runAll(cases, seed)) process.exitCode = 1
}
