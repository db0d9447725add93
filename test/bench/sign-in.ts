// Whether the time of a sign-in tells who has an account, and what an application does that is offered more than it can hash.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median, percentile } from './percentile.ts'
import type { Order, Report } from './sign-in-server.ts'

const help = `Measures signing in with local accounts, over HTTP, at the cost that passwords have by default.

  pnpm bench:sign-in [--only timing|load] [--tries 1000] [--rate 200] [--seconds 30] [--json]

  --only     timing: wrong passwords, half of them for accounts that do not exist, one after the other
             load: sign-ins offered at a rate, whatever becomes of those before
  --tries    how many are timed (20 to 2,000)
  --rate     how many a second are offered (1 to 1,000)
  --seconds  for how long (1 to 600)
  --json     the results as JSON
Exits with 1 when the medians differ by 5 % or more, when an offered sign-in is neither served nor 429, or when the
event loop is late by more than 50 ms in 1 % of the time.`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    tries: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const within = (text: string, least: number, most: number): number =>
  Math.min(most, Math.max(least, Number.parseInt(text, 10) || least))
const progress = (line: string): void => void process.stderr.write(`${line}\n`)

interface Server {
  readonly port: number
  readonly password: string
  ask(order: Order): Promise<Report>
  readonly child: ChildProcess
}

async function serve(accounts: number): Promise<Server> {
  progress(`starting, with ${accounts} accounts`)
  const file = fileURLToPath(new URL('sign-in-server.ts', import.meta.url))
  const child = fork(file, [String(accounts)], { execArgv: process.execArgv })
  const heard = async (): Promise<Report> => ((await once(child, 'message')) as [Report])[0]
  const begun = await Promise.race([heard(), once(child, 'exit').then(() => undefined)])
  if (begun === undefined || !('port' in begun)) throw new Error('The server did not start')
  const ask = (order: Order): Promise<Report> => {
    const answer = heard()
    child.send(order)
    return answer
  }
  return { ...begun, child, ask }
}

const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
let callers = 0

/** One sign-in, from an address of its own. Gives status and milliseconds. */
function enter(port: number, email: string, password: string): Promise<{ status: number; ms: number }> {
  const next = ++callers
  const body = JSON.stringify({ email, password })
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    origin: `http://127.0.0.1:${port}`,
    'x-forwarded-for': `10.${(next >> 16) & 255}.${(next >> 8) & 255}.${next & 255}`,
  }
  const start = performance.now()
  return new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', path: '/auth/sign-in', method: 'POST', headers, agent })
    asked.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - start }))
    })
    asked.on('error', () => resolve({ status: 0, ms: performance.now() - start }))
    asked.end(body)
  })
}

const account = (i: number): string => `a${String(i).padStart(4, '0')}@example.org`
const nobody = (i: number): string => `n${String(i).padStart(4, '0')}@example.org`

/** What was measured, and whether it is as it must be. */
type Result = Readonly<Record<string, unknown>> & { readonly ok: boolean }

async function timing(tries: number): Promise<Result> {
  // Each is tried at most 50 times: no delay of an account begins.
  const accounts = Math.ceil(tries / 2 / 50)
  const { port, child } = await serve(accounts)
  try {
    for (let i = 0; i < 10; i++) await enter(port, account(0), 'not the password')
    const times: { readonly known: number[]; readonly unknown: number[] } = { known: [], unknown: [] }
    for (let i = 0; i < tries; i++) {
      // Which of a pair comes first changes, so that neither has the warmer cache.
      const isKnown = (i % 2 === 0) === (Math.floor(i / 2) % 2 === 0)
      const who = Math.floor(i / 2) % accounts
      const { status, ms } = await enter(port, isKnown ? account(who) : nobody(who), 'not the password')
      if (status !== 401) throw new Error(`A wrong password was answered with ${status}`)
      times[isKnown ? 'known' : 'unknown'].push(ms)
      if ((i + 1) % 200 === 0) progress(`timed ${i + 1} of ${tries}`)
    }
    const [known, unknown] = [median(times.known), median(times.unknown)]
    const difference = Math.abs(known - unknown) / Math.max(known, unknown)
    const quartiles = (list: readonly number[]): readonly number[] => [
      percentile(list, 0.25),
      percentile(list, 0.75),
    ]
    return {
      tries,
      medianKnownMs: known,
      medianUnknownMs: unknown,
      quartilesKnownMs: quartiles(times.known),
      quartilesUnknownMs: quartiles(times.unknown),
      difference,
      ok: difference < 0.05,
    }
  } finally {
    child.disconnect()
  }
}

async function load(rate: number, seconds: number): Promise<Result> {
  const { port, password, child, ask } = await serve(20)
  try {
    for (let i = 0; i < 20; i++) await enter(port, account(i), password)
    await ask('begin')
    const pending: Promise<{ status: number; ms: number }>[] = []
    const start = performance.now()
    const offered = rate * seconds
    while (pending.length < offered) {
      const due = Math.min(offered, Math.floor(((performance.now() - start) / 1_000) * rate))
      // One in five is wrong: such tries are what a flood is made of.
      for (let i = pending.length; i < due; i++)
        pending.push(enter(port, i % 5 === 0 ? nobody(i % 10_000) : account(i % 20), password))
      if (pending.length % (rate * 5) < rate / 50) progress(`offered ${pending.length} of ${offered}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const answers = await Promise.all(pending)
    const report = await ask('report')
    const count = (...statuses: readonly number[]): number =>
      answers.filter(({ status }) => statuses.includes(status)).length
    const served = answers.filter(({ status }) => status === 200 || status === 401).map(({ ms }) => ms)
    const refused = answers.filter(({ status }) => status === 429).map(({ ms }) => ms)
    const [signedIn, wrong, tooMany] = [count(200), count(401), count(429)]
    const lag = 'lagP99' in report ? report : undefined
    return {
      offered,
      seconds: (performance.now() - start) / 1_000,
      signedIn,
      wrong,
      tooMany,
      neither: offered - signedIn - wrong - tooMany,
      servedMs: { p50: percentile(served, 0.5), p99: percentile(served, 0.99) },
      refusedMs: { p50: percentile(refused, 0.5), p99: percentile(refused, 0.99) },
      ...lag,
      ok: signedIn + wrong + tooMany === offered && (lag?.lagP99 ?? Infinity) <= 50,
    }
  } finally {
    child.disconnect()
  }
}

if (values.help) console.log(help)
else {
  const results = {
    ...(values.only === 'load' ? {} : { timing: await timing(within(values.tries, 20, 2_000)) }),
    ...(values.only === 'timing'
      ? {}
      : { load: await load(within(values.rate, 1, 1_000), within(values.seconds, 1, 600)) }),
  }
  if (values.json) console.log(JSON.stringify(results, null, 2))
  else console.dir(results, { depth: 4 })
  if (Object.values(results).some(({ ok }) => !ok)) process.exitCode = 1
}
agent.destroy()
