// The fuzz targets for as long as one has patience, with limits of time for each piece of work.
import { parseArgs } from 'node:util'
import { tooRare } from '../test/fuzz/target.ts'
import type { FuzzTarget, Slowest, Within } from '../test/fuzz/target.ts'
import { targets } from '../test/fuzz/targets.ts'

const help = `Usage: pnpm test:fuzz [--seconds N | --cases N] [--target N] [--seed N]

Runs each fuzz target for some time and ends with exit code 1 at the first input that fails, made as small as
it can be; or when a request took longer than a second.

${targets.map(({ target: { number, title } }) => `  ${number}  ${title}`).join('\n')}

  --seconds N  how long each target runs (default 60)
  --cases N    instead: how many inputs each target is tried with
  --target N   only this one
  --seed N     what the inputs follow from (default: from the clock); the n-th batch has N + n - 1
  --help       show this`

/** How often work that took too long is tried again: a busy machine is no finding. */
const tries = 8

/** What came of a piece of work, and how long it took, in milliseconds. */
function timed<T>(work: () => T): { readonly took: number; readonly end: () => T } {
  const start = performance.now()
  try {
    const value = work()
    return { took: performance.now() - start, end: () => value }
  } catch (error) {
    const end = (): never => {
      throw error
    }
    return { took: performance.now() - start, end }
  }
}

/** Work within its limit; of work that takes longer, the quickest of several tries counts. */
const within: Within = (limit, what, work) => {
  const first = timed(work)
  let least = first.took
  for (let again = 1; least > limit && again < tries; again++) least = Math.min(least, timed(work).took)
  if (least > limit) throw new Error(`${what} took ${least.toFixed(1)} ms, and may take ${limit} ms`)
  return first.end()
}

/** How long a request may take, in milliseconds. */
const maxClocked = 1_000

const short = (text: string): string => (text.length <= 500 ? text : `${text.slice(0, 499)}…`)

const thousands = (count: number): string => Math.round(count).toLocaleString('en-US')

/** How long a target runs: by time, or by number of inputs. */
interface Patience {
  readonly seconds: number
  readonly most: number
}

/** Runs one target until its time is over; whether nothing was found. */
async function run(target: FuzzTarget, { seconds, most }: Patience, firstSeed: number): Promise<boolean> {
  const name = `target ${target.number}, ${target.title}`
  const started = performance.now()
  const elapsed = (): number => (performance.now() - started) / 1000
  const met = new Map<string, number>()
  let slowest: Slowest | undefined
  let cases = 0
  // Batches take about a second each, once it is known how long a case takes.
  let size = 100
  for (let batch = 0; elapsed() < seconds && cases < most; batch++) {
    const seed = (firstSeed + batch) % 2_147_483_647
    const before = elapsed()
    const result = await target.run({ seed, cases: Math.min(size, most - cases), within })
    cases += result.cases
    for (const [kind, count] of result.met) met.set(kind, (met.get(kind) ?? 0) + count)
    if ((result.slowest?.took ?? 0) > (slowest?.took ?? 0)) slowest = result.slowest
    const { failure } = result
    if (failure !== undefined) {
      console.error(`\n${name}: found after ${thousands(cases)} cases\n\n${failure.input}\n\n${failure.why}`)
      console.error(`\nAgain: pnpm test:fuzz --target ${target.number} --seed ${seed}`)
      return false
    }
    const rate = result.cases / (elapsed() - before)
    console.log(
      `${name}: ${elapsed().toFixed(0)}${seconds === Infinity ? '' : ` of ${seconds}`} s, ${thousands(cases)}${most === Infinity ? '' : ` of ${thousands(most)}`} cases, ${thousands(rate)}/s, seed ${seed}`,
    )
    size = Math.max(100, Math.min(Math.round(rate), size * 4))
  }
  const rare = tooRare(target, { cases, met })
  const kinds = [...met].map(([kind, count]) => `${kind} ${thousands(count)}`).join(', ')
  const rate = `${thousands(cases / elapsed())}/s`
  console.log(
    `${name}: nothing found in ${thousands(cases)} cases, ${rate}, first seed ${firstSeed} (${kinds})`,
  )
  if (slowest !== undefined)
    console.log(`${name}: the slowest took ${slowest.took.toFixed(0)} ms: ${short(slowest.what)}`)
  const slow = slowest !== undefined && slowest.took > maxClocked
  if (slow) console.error(`${name}: it may take ${maxClocked} ms`)
  if (rare.length > 0) console.error(`${name}: met too seldom to mean something: ${rare.join('; ')}`)
  return rare.length === 0 && !slow
}

function naturalNumber(text: string, name: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new TypeError(`${name} must be a whole number, not ${JSON.stringify(text)}`)
}

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    seconds: { type: 'string' },
    cases: { type: 'string' },
    target: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help === true) console.log(help)
else {
  const byCases = values.cases !== undefined
  const patience = {
    seconds: byCases ? Infinity : naturalNumber(values.seconds ?? '60', '--seconds'),
    most: byCases ? naturalNumber(values.cases ?? '', '--cases') : Infinity,
  }
  const seed = naturalNumber(values.seed ?? String(Date.now() % 2_147_483_647), '--seed')
  const only = values.target === undefined ? undefined : naturalNumber(values.target, '--target')
  const chosen = targets.filter(({ target }) => only === undefined || target.number === only)
  if (chosen.length === 0)
    throw new TypeError(`--target must be one of ${targets.map(({ target }) => target.number).join(', ')}`)
  for (const { target } of chosen) {
    if (await run(target, patience, seed)) continue
    process.exitCode = 1
    break
  }
}
