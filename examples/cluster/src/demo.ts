import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { asker } from './ask.ts'
import type { Answer } from './ask.ts'
import { makeAuthorizer, maxStalenessMs } from './authorizer.ts'
import { histogram } from './histogram.ts'
import { bad, bold, dim, good, shownStatus } from './paint.ts'
import { fill, people } from './policy.ts'
import { Processes } from './processes.ts'
import { PrivateRedis } from './redis.ts'

const processCount = 4
const rounds = 20

if (process.argv.includes('--help')) {
  console.log(`Starts a Redis of its own and four processes behind one port. Takes a role away in
one of them and shows when the others obeyed; then kills Redis and starts it again.

  pnpm demo:cluster               about ten seconds
  NO_COLOR=1 pnpm demo:cluster    without colour

Exits with 1 when a promise was not kept.`)
  process.exit(0)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const redis = (() => {
  try {
    return new PrivateRedis()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
})()
const say = (line = ''): void => console.log(line === '' ? '' : `  ${line}`)
const step = (title: string): void => console.log(`\n${bold(title)}\n`)
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

await redis.start()
const setup = makeAuthorizer(redis.path, true)
await fill(setup.authorizer)
await setup.close()

// Stands in for a sign-in: random tokens that are worth something in this demo only.
const tokens = Object.fromEntries(people.map((person) => [person, randomUUID()]))
const environment = { DEMO_REDIS: redis.path, DEMO_TOKENS: JSON.stringify(tokens) }
const processes = await Processes.start(processCount, environment)
process.once('exit', () => processes.stop())
const ask = asker(processes.port, tokens)
const run = (who: string): Promise<Answer> => ask(who, 'POST', '/reports/sales/run')

/** Asks until every process has answered once. */
async function askAll(who: string): Promise<readonly Answer[]> {
  const answers = new Map<number, Answer>()
  for (let tries = 0; answers.size < processCount && tries < 20 * processCount; tries++) {
    const answer = await run(who)
    // Unavailable is no answer: it asks to come back.
    if (answer.status !== 503) answers.set(answer.process, answer)
  }
  return [...answers.values()].toSorted((a, b) => a.process - b.process)
}
const show = (answers: readonly Answer[]): void =>
  say(answers.map((answer) => `process ${answer.process} ${shownStatus(answer.status)}`).join('    '))
const all = (answers: readonly Answer[], status: number): boolean =>
  answers.length === processCount && answers.every((answer) => answer.status === status)

console.log(`\n${bold('Trilatch: four processes, one policy, one Redis')}`)
step('carol may run reports, whichever process she gets')
const before = await askAll('carol')
show(before)

step('alice takes her role away: when do the others obey?')
const times: number[] = []
const writers = new Set<number>()
for (let round = 1; round <= rounds; round++) {
  if (round > 1) await ask('alice', 'PUT', '/people/carol/roles/runner')
  const obeyed = await processes.watch({ watch: 'carol', round })
  const written = await ask('alice', 'DELETE', '/people/carol/roles/runner')
  writers.add(written.process)
  const at = await Promise.all(obeyed)
  times.push(...at.filter((_, i) => i + 1 !== written.process).map((ms) => ms - Number(written.body['at'])))
}
say(dim(`${rounds} times; after the process that wrote had its answer from Redis`))
for (const row of histogram(times)) say(row)
const slowest = Math.max(...times)
say()
say(`slowest: ${Math.max(0, slowest).toFixed(1)} ms; promised: ${maxStalenessMs} ms at most, whatever breaks`)

step('carol asks again')
const after = await askAll('carol')
show(after)
say(dim(String(after[0]?.body['detail'])))

step('Redis is killed, and bob goes on asking')
await askAll('bob')
const killed = performance.now()
await redis.kill()
const asked: Promise<{ readonly after: number; readonly answer: Answer }>[] = []
for (let i = 0; i < 36; i++) {
  const after = performance.now() - killed
  asked.push(run('bob').then((answer) => ({ after, answer })))
  await sleep(50)
}
const outage = await Promise.all(asked)
const lastGranted = Math.max(0, ...outage.map(({ after, answer }) => (answer.status === 200 ? after : 0)))
const refused = outage.findLast(({ answer }) => answer.status === 503)?.answer
const silent = new Set(
  outage.slice(-2 * processCount).map(({ answer }) => answer.status === 503 && answer.process),
)
say(
  `${outage.map(({ answer }) => (answer.status === 200 ? good('✓') : bad('✗'))).join('')}  ${seconds(outage.at(-1)?.after ?? 0)}`,
)
say(
  `the last ${good('✓ 200')} at ${seconds(lastGranted)}: what is held may be served for ${maxStalenessMs} ms`,
)
say(
  `then     ${shownStatus(refused?.status ?? 0)}, Retry-After: ${refused?.retryAfter ?? 'none'}, application/problem+json:`,
)
say(dim(`         ${String(refused?.body['code'])}: ${String(refused?.body['detail'])}`))

step('Redis is back')
await redis.start()
const back = performance.now()
const speaking = new Set<number>()
let recovery = 0
while (speaking.size < processCount && recovery < 10_000) {
  const answer = await run('bob')
  recovery = performance.now() - back
  if (answer.status === 200) speaking.add(answer.process)
  await sleep(10)
}
say(
  `${seconds(recovery)}  ${speaking.size === processCount ? good('✓ 200') : bad('✗')}  from all ${speaking.size}, and nothing was restarted`,
)
const still = await askAll('carol')
say(`and carol: ${shownStatus(still[0]?.status ?? 0)} from all ${still.length}`)

const promises: readonly (readonly [boolean, string])[] = [
  [all(before, 200) && all(after, 403) && all(still, 403), 'four processes gave the same answers'],
  [
    slowest <= maxStalenessMs && times.length === rounds * (processCount - 1),
    `all ${times.length} revocations were obeyed within ${maxStalenessMs} ms`,
  ],
  [
    lastGranted > 0 && lastGranted <= maxStalenessMs && silent.size === processCount && !silent.has(false),
    'without Redis nobody was let through after the bound',
  ],
  [speaking.size === processCount, `with Redis back all went on, after ${seconds(recovery)}`],
]
step('In short')
for (const [kept, text] of promises) say(`${kept ? good('✓') : bad('✗')} ${text}`)
console.log()
process.exit(promises.every(([kept]) => kept) ? 0 : 1)
