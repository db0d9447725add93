// How a process behaves while Redis stands still.
import { parseArgs } from 'node:util'
import type { ClientKind } from './counted-client.ts'
import { freeze } from './freeze.ts'

const help = `Usage: pnpm test:freeze [--seconds N] [--rate N] [--client NAME] [--json]

Checks rights in this process at a steady rate, freezes Redis (SIGSTOP), lets it go on (SIGCONT), and fails
unless memory grew by less than 50 MB, at most 16 commands were without a reply, the event loop was late by
less than 20 ms in 99 of 100 looks, no access was obtained past the lease, and right answers came within two
seconds afterwards. On a busy machine the event loop is late by itself.

  --seconds N    how long Redis stands still (default 10; the proof asked for is 60)
  --rate N       checks in a second (default 5000)
  --client NAME  ioredis (default) or node-redis
  --json         print the result as JSON
  --help         show this`

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '5000' },
    client: { type: 'string', default: 'ioredis' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function run(client: ClientKind): Promise<boolean> {
  const found = await freeze({
    client,
    frozenMs: Number(values.seconds) * 1_000,
    aroundMs: 10_000,
    rate: Number(values.rate),
    // Lines of progress are no part of the result.
    onSecond: (line) => console.error(line),
  })
  const { before, during, after } = found
  const wrong = before.wrong + during.wrong + after.wrong
  const checks: readonly (readonly [string, boolean])[] = [
    [`memory grew by ${(found.grownBytes / 1e6).toFixed(1)} MB, less than 50`, found.grownBytes < 50e6],
    [`${found.mostPending} commands pending, at most 16`, found.mostPending <= 16],
    [`event loop late by ${found.loopP99Ms.toFixed(1)} ms (p99), less than 20`, found.loopP99Ms < 20],
    [
      `last answer ${found.answeredForMs.toFixed(0)} ms after it stood still, at most 1000`,
      found.answeredForMs <= 1_000,
    ],
    [
      `first right answer ${found.rightAfterMs.toFixed(0)} ms after it went on, at most 2000`,
      found.rightAfterMs <= 2_000,
    ],
    [`${wrong} wrong answers of ${before.asked + during.asked + after.asked}`, wrong === 0],
    [
      `what was taken away afterwards was gone after ${found.obeyedAfterMs.toFixed(0)} ms, at most 1000`,
      found.obeyedAfterMs <= 1_000,
    ],
    [
      `asked at least nine tenths of the rate: ${during.asked} times`,
      during.asked >= 0.9 * Number(values.rate) * Number(values.seconds),
    ],
  ]
  if (values.json)
    console.log(
      JSON.stringify({ client, seconds: Number(values.seconds), rate: Number(values.rate), ...found }),
    )
  for (const [what, holds] of checks) console.error(`${holds ? 'ok  ' : 'FAIL'} ${what}`)
  console.error(`while it stood still: ${during.right} right, ${JSON.stringify(during.errors)}`)
  return checks.every(([, holds]) => holds)
}

if (values.help) console.log(help)
else if (values.client !== 'ioredis' && values.client !== 'node-redis') {
  console.error(`--client must be ioredis or node-redis\n\n${help}`)
  process.exitCode = 2
} else process.exitCode = (await run(values.client)) ? 0 : 1
